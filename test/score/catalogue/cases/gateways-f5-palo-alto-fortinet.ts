import type { Cases } from './cases.ts';

export const gatewaysF5PaloAltoFortinet: Cases = {
  'CVE-2020-5902': [
    'GET /tmui/login.jsp/..;/tmui/locallb/workspace/fileRead.jsp?fileName=/etc/passwd',
    'GET /tmui/login.jsp',
  ],
  'CVE-2021-22986': [
    'POST /mgmt/shared/authn/login\n\n{"bigipAuthCookie":"","loginReference":{"link":"http://localhost/mgmt/tm/access/bundle-install-tasks"}}',
    'POST /shared/authn/login\n\n{"username":"a"}',
  ],
  'CVE-2022-1388': [
    'POST /mgmt/tm/util/bash\nConnection: keep-alive, X-F5-Auth-Token\nX-F5-Auth-Token: a\n\n{"command":"run","utilCmdArgs":"-c id"}',
    'GET /mgmt/tm/sys/version',
  ],
  'CVE-2023-46747': [
    'POST /tmui/login.jsp\nTransfer-Encoding: chunked, chunked\n\n204',
    'POST /tmui/login.jsp\nTransfer-Encoding: chunked\n\n0',
  ],
  'CVE-2024-3400': [
    'POST /ssl-vpn/login.esp\nCookie: SESSID=/../../../var/appweb/sslvpndocs/global-protect/portal/images/a.txt;',
    'POST /ssl-vpn/login.esp\nCookie: SESSID=0b1c5a9e-1;',
  ],
  'CVE-2024-0012': [
    'GET /php/ztp_gate.php/.js.map\nX-PAN-AUTHCHECK: off',
    'GET /php/login.php\nX-PAN-AUTHCHECK: on',
  ],
  'CVE-2024-9474': [
    'POST /php/utils/createRemoteAppwebSession.php/a.js.map\nX-PAN-AUTHCHECK: off\n\nuser=`id`',
    'POST /php/utils/session.php\n\nuser=a',
  ],
  'CVE-2025-0108': ['GET /unauth/%252e%252e/php/ztp_gateway.php/PAN_help/a.css', 'GET /unauth/php/login.css'],
  'CVE-2024-5910': ['GET /OS/startup/restore/restoreAdmin.php', 'GET /os/startup/restore.php'],
  'CVE-2024-9465': [
    'POST /bin/configurations/parsers/Checkpoint/CHECKPOINT.php\n\naction=import&type=test',
    'POST /parsers/checkpoint.php',
  ],
  'CVE-2017-15944': [
    'GET /esp/cms_changeDeviceContext.esp?device=aaaaa:a%27";user|s."1337";',
    'GET /esp/device.esp',
  ],
  'CVE-2019-1579': ['POST /sslmgr\n\nscep-profile-name=%9999999c', 'POST /sslmgr\n\nname=a'],
  'CVE-2018-13379': [
    'GET /remote/fgt_lang?lang=/../../../..//////////dev/cmdb/sslvpn_websession',
    'GET /lang?lang=../en',
  ],
  'CVE-2018-13382': [
    'POST /remote/logincheck\n\najax=1&username=a&magic=4tinet2095866&credential=b',
    'POST /remote/logincheck\n\najax=1&username=a&credential=b',
  ],
  'CVE-2022-40684': [
    'PUT /api/v2/cmdb/system/admin/admin\nUser-Agent: Report Runner\nForwarded: for="[127.0.0.1]:8000";by="[127.0.0.1]:9000";\n\n{"ssh-public-key1":"a"}',
    'GET /api/v2/system/admins',
  ],
  'CVE-2024-55591': ['GET /service-worker.js?local_access_token=a', 'GET /service-worker.js?v=2'],
  'CVE-2025-64446': [
    'POST /api/v2.0/cmdb/system/admin%3f/../../../../../cgi-bin/fwbcgi\nCGIINFO: eyJ1c2VybmFtZSI6ImFkbWluIn0=\n\n{"data":{"name":"a"}}',
    'POST /api/v2.0/cmdb/system/admin',
  ],
  'CVE-2025-25257': [
    "GET /api/fabric/device/status\nAuthorization: Bearer AAAAAA'/**/or/**/sleep(5)--",
    'GET /api/fabric/device/status\nAuthorization: Bearer 1f2e3d',
  ],
  'CVE-2022-39952': ['POST /configWizard/keyUpload.jsp\n\na', 'POST /wizard/keyUpload\n\na'],
  'CVE-2023-48788': [
    "bytes:MSG_HEADER: FCTUID=CBE8FC122B1A46D18C3541E1A8EFF7BD'; EXEC xp_cmdshell 'id'; -- |",
    'bytes:MSG_HEADER: FCTUID=CBE8FC122B1A46D18C3541E1A8EFF7BD |',
  ],
  'CVE-2023-34992': [
    'bytes:<TEST_STORAGE type="nfs"><server_ip>127.0.0.1</server_ip><mount_point>/a;id</mount_point></TEST_STORAGE>',
    'bytes:<TEST_STORAGE type="nfs"><server_ip>127.0.0.1</server_ip></TEST_STORAGE>',
  ],
  'CVE-2023-27997': [
    `POST /remote/hostcheck_validate\n\nenc=${'0a'.repeat(60)}`,
    'POST /remote/logincheck\n\nusername=a&credential=b',
  ],
  'CVE-2025-32756': [
    `GET /module/admin.fe\nCookie: APSCOOKIE=Era=0&Payload=a&AuthHash=${'A'.repeat(200)}`,
    'GET /module/admin.fe\nCookie: APSCOOKIE=Era=0&Payload=a&AuthHash=abc=',
  ],
  'CVE-2021-22123': [
    'POST /api/v2.0/user/remoteserver.saml\n\n------a\nContent-Disposition: form-data; name="q_type"\n\n1\n--a\nContent-Disposition: form-data; name="name"; `id`',
    'POST /api/v2.0/user/remoteserver.saml\n\n{"name":"idp"}',
  ],
};
