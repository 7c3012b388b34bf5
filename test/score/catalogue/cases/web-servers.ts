import type { Cases } from './cases.ts';

export const webServers: Cases = {
  'CVE-2024-23334': ['GET /static/../../../../../etc/passwd', 'GET /static/css/../app.css'],
  'CVE-2021-34429': ['GET /%u002e/WEB-INF/web.xml', 'GET /docs/WEB-INF'],
  'CVE-2021-28164': ['GET /%2e/WEB-INF/web.xml', 'GET /docs/WEB-INF/'],
  'CVE-2022-21371': ['GET .//META-INF/MANIFEST.MF', 'GET /META-INF/MANIFEST.MF'],
  'CVE-2023-21839': [
    'GIOP\u0001\u0002 weblogic.jndi.internal.ForeignOpaqueReference',
    'GIOP\u0001\u0002 NameService',
  ],
  'CVE-2019-2618': [
    'POST /bea_wls_deployment_internal/DeploymentService\nwl_request_type: app_upload\nusername: weblogic\n\n<% %>',
    'GET /bea_wls_internal/',
  ],
  'CVE-2024-45216': [
    'GET /solr/admin/info/properties:/admin/info/key\nSolrAuth: a',
    'GET /solr/admin/info/key',
  ],
  'CVE-2020-1956': [
    'POST /kylin/api/cubes/kylin_streaming_cube/%2e%2e%2f%60id%60/migrate\n\n',
    'GET /kylin/api/cubes/sales',
  ],
  'CVE-2021-21315': ['GET /api/getServices?name[]=$(echo -e id)', 'GET /api/getServices?name=nginx'],
  'CVE-2022-29078': [
    'GET /page?id=2&settings[view%20options][outputFunctionName]=x;process.mainModule.require(%27child_process%27).execSync(%27id%27);s',
    'GET /page?id=2&settings[view]=list',
  ],
  'CVE-2025-64459': ['GET /users?_connector=OR%201=1%20OR&is_admin=false', 'GET /users?db_connector=main'],
  'CVE-2024-50340': ['GET /?+--env=dev', 'GET /docs?q=--environment'],
  'CVE-2024-28255': [
    'GET /api/v1;v1%2fusers%2flogin/events/subscriptions/validation/condition/T(java.lang.Runtime).getRuntime()',
    'POST /api/v1/users/login\n\n{}',
  ],
  'CVE-2021-39226': ['GET /api/snapshots/:key', 'GET /api/snapshots/5f1a'],
  'CVE-2022-23134': [
    'GET /zabbix/setup.php\nCookie: zbx_session=eyJzZXNzaW9uaWQiOiJJTlZBTElEIiwiY2hlY2tfZmllbGRzX3Jlc3VsdCI6dHJ1ZX0',
    'GET /zabbix/index.php\nCookie: zbx_session=eyJh',
  ],
  'CVE-2024-42327': [
    'POST /api_jsonrpc.php\n\n{"jsonrpc":"2.0","method":"user.get","params":{"selectRole":["roleid, u.passwd, (select sleep(5))"],"userids":"1"},"id":1}',
    'POST /api_jsonrpc.php\n\n{"jsonrpc":"2.0","method":"user.get","params":{"selectRole":"extend"},"id":1}',
  ],
  'CVE-2023-39361': [
    'GET /cacti/graph_view.php?action=tree_content&node=1-1-tree_anchor&rfilter=aaaaa%22%20UNION%20SELECT%201,2--',
    'GET /cacti/graph_view.php?action=tree_content&node=1&rfilter=eth0',
  ],
  'CVE-2023-33831': [
    'POST /api/runscript\n\n{"headers":{},"params":{"script":{"parameters":[{"name":"ok"}],"mode":"","id":"","test":"true","name":"ok","outputId":"","code":"require(\'child_process\').exec(\'id\')"}}}',
    'GET /api/runscripts',
  ],
  'CVE-2023-2825': [
    'GET /g1/g2/g3/g4/g5/g6/g7/g8/g9/p/uploads/4f2aa14f2aa14f2aa14f2aa14f2aa14f//..%2f..%2f..%2f..%2fetc%2fpasswd',
    'GET /g1/p/uploads/4f2aa14f2aa14f2aa14f2aa14f2aa14f/a.png',
  ],
  'CVE-2023-27482': ['GET /api/hassio/app/.%252e/supervisor/info', 'GET /api/hassio/app/entrypoint.js'],
  'CVE-2021-32682': [
    'GET /elfinder/php/connector.minimal.php?cmd=archive&name=-TvTT=id>out.txt%20%23%20a.zip&target=l1_Lw&targets[1]=l1_a&type=application/zip',
    'GET /elfinder/php/connector.minimal.php?cmd=archive&name=photos.zip&target=l1_Lw',
  ],
  'CVE-2025-49132': [
    'GET /locales/locale.json?locale=../../../pterodactyl&namespace=config/database',
    'GET /locales/locale.json?locale=en&namespace=strings',
  ],
  'CVE-2025-31125': ['GET /@fs/etc/passwd?import&?inline=1.wasm?init', 'GET /@fs/app/src/a.svg?import'],
  'CVE-2025-32433': ['SSH-2.0-OpenSSH_8.9\r\n\u0014session exec os:cmd("id").', 'SSH-2.0-OpenSSH_9.6'],
  'CVE-2023-43177': [
    'POST /WebInterface/function/?command=getUsername&c2f=a\nas2-to: X\nuser_name: crushadmin\n\nz',
    'POST /WebInterface/function/?command=getUsername&c2f=a\n\n',
  ],
  'CVE-2024-21762': [
    'POST /remote/VULNCHECK\nTransfer-Encoding: chunked\n\n0000000000000000FF\r\n\r\n',
    'POST /remote/logincheck\nTransfer-Encoding: chunked\n\n5\r\nhello\r\n0\r\n\r\n',
  ],
  'CVE-2024-40348': [
    'GET /api/swaggerui/static/../../../../../etc/passwd',
    'GET /api/swaggerui/static/a.css',
  ],
};
