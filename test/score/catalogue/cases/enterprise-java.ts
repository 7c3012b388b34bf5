import type { Cases } from './cases.ts';

export const enterpriseJava: Cases = {
  'CVE-2022-21445': [
    'GET /context/afr/foo/remote/rO0ABXNyABNqYXZhLnV0aWwuSGFzaHRhYmxl/',
    'GET /context/afr/foo/images/a.png',
  ],
  'CVE-2025-61757': [
    'POST /iam/governance/applicationmanagement/api/v1/applications/groovyscriptstatus;.wadl\n\nx',
    'GET /iam/governance/applicationmanagement/api/v1/applications',
  ],
  'CVE-2021-35587': ['POST /oam/server/opensso/sessionservice\n\n<a/>', 'GET /oam/server/login'],
  'CVE-2022-21587': ['POST /OA_HTML/BneUploaderService?bne:uueupload=TRUE\n\nx', 'GET /OA_HTML/BneService'],
  'CVE-2025-61882': [
    'POST /OA_HTML/configurator/UiServlet\n\nredirectFromJsp=1&getUiType=%3Creturn_url%3Ehttp://198.51.100.7%3C/return_url%3E',
    'GET /OA_HTML/AppsLogin',
  ],
  'CVE-2020-14882': [
    'GET /console/css/%252e%252e%252fconsole.portal?_nfpb=true&_pageLabel=&handle=com.tangosol.coherence.mvel2.sh.ShellSession("id")',
    'GET /console/console.portal?_nfpb=true',
  ],
  'CVE-2017-10271': [
    'POST /wls-wsat/CoordinatorPortType\n\n<soapenv:Envelope><work:WorkContext><java><void class="java.lang.ProcessBuilder"/></java></work:WorkContext></soapenv:Envelope>',
    'GET /wls/docs',
  ],
  'CVE-2019-2725': ['POST /_async/AsyncResponseService\n\n<soapenv:Envelope/>', 'POST /async/jobs\n\n{}'],
  'CVE-2018-2894': ['POST /ws_utc/resources/setting/keystore?timestamp=1\n\nx', 'GET /utc/resources/setting'],
  'CVE-2015-4852': [
    'bytes:t3 12.2.1 weblogic.rjvm.ClassTableEntry\xac\xed\x00\x05sr',
    'bytes:t3 12.2.1\nAS:255\nHL:19\n\n',
  ],
  'CVE-2017-12149': ['POST /invoker/readonly\n\nx', 'GET /invokers/readonly.html'],
  'CVE-2015-7501': ['POST /invoker/JMXInvokerServlet\n\nx', 'GET /invoker/docs'],
  'CVE-2010-0738': [
    'HEAD /jmx-console/HtmlAdaptor?action=invokeOpByName&name=jboss.admin:service=DeploymentFileRepository&methodName=store',
    'GET /jmx/console.html',
  ],
  'CVE-2017-12615': ['PUT /a.jsp/\n\n<% out.println(1); %>', 'PUT /a.txt/\n\nx'],
  'CVE-2025-24813': [
    'PUT /uploads/a.session\nContent-Range: bytes 0-5/10\n\nx',
    'PUT /uploads/a.session\n\nx',
  ],
  'CVE-2020-1938': [
    'bytes:\x124\x01\x0f\x02\x02\x00\x08HTTP/1.1\n\x00\x21javax.servlet.include.request_uri\x00\x00\x01/',
    'bytes:javax.servlet.ServletException',
  ],
  'CVE-2019-0232': ['GET /cgi-bin/hello.bat?&dir', 'GET /cgi-bin/hello.bat?name=a'],
  'tomcat-manager-deploy': ['PUT /manager/text/deploy?path=/a\n\nx', 'GET /manager/staff'],
  'CVE-2025-31324': [
    'POST /developmentserver/metadatauploader?CONTENTTYPE=MODEL&CLIENT=1\n\nx',
    'GET /developmentserver/index.html',
  ],
  'CVE-2020-6287': ['POST /CTCWebService/CTCWebServiceBean/ConfigServlet\n\n<a/>', 'GET /WebService/Bean'],
  'CVE-2010-5326': [
    'GET /ctc/servlet/ConfigServlet/?param=com.sap.ctc.util.FileSystemConfig;EXECUTE_CMD;CMDLINE=id',
    'GET /ctc/index.html',
  ],
  'CVE-2020-6207': ['POST /EemAdminService/EemAdmin\n\n<a/>', 'GET /AdminService/Admin'],
  'CVE-2024-53677': [
    'POST /upload.action\n\n--a\nContent-Disposition: form-data; name="top.UploadFileName"\n\n../shell.jsp\n--a--',
    'POST /upload.action\n\n--a\nContent-Disposition: form-data; name="top.UploadFileName"\n\nshell.txt\n--a--',
  ],
};
