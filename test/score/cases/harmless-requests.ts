/** Requests that look like code or hold brackets, and are what people and programs send (K18). */
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const get = (target: string): string =>
  `GET ${target} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${browser}\r\nAccept: */*\r\n\r\n`;
const send = (target: string, type: string, body: string, method = 'POST'): string =>
  `${method} ${target} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${browser}\r\nAccept: */*\r\nContent-Type: ${type}\r\n\r\n${body}`;
const json = (value: unknown): string => send('/api/search', 'application/json', JSON.stringify(value));
const form = (body: string): string => send('/org', 'application/x-www-form-urlencoded', body);
const xml = (body: string): string => send('/import', 'application/xml', body);

export const harmlessRequests: readonly string[] = [
  json({
    expression:
      "object.spec.replicas <= 5 || has(object.metadata.labels) && object.metadata.labels['tier'] in ['a','b']",
  }),
  json({ expr: "resource.type == 'k8s_container' && size(request.items) < 10" }),
  json({ filter: { $and: [{ price: { $gt: 5 } }, { name: { $regex: '^Br' } }] } }),
  get('/search?q=%22foo+bar%22+-baz+site%3Ashop.example'),
  get('/render?target=alias(movingAverage(servers.*.cpu,10),%22cpu%22)&from=-1h'),
  get('/x?utm_campaign=50%25+off!'),
  get('/api/x'),
  form('name=O%5C%27Reilly&city=L%5C%27Aquila'),
  'DELETE /api/v1/namespaces/default/pods/web-0?gracePeriodSeconds=0 HTTP/1.1\r\nHost: k.example\r\n\r\n',
  form('javax.faces.ViewState=-123%3A456&javax.faces.partial.ajax=true&javax.faces.source=form%3Abtn'),
  'GET / HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-Client-Cert: By=spiffe://a/b;Hash=ab;Subject="CN=x,O=y";URI=spiffe://c\r\n\r\n',
  json({ query: 'filter=in(labels.env,"prod")' }),
  get(
    '/accounts/google/login/callback/?state=Zk3xT9&code=4%2F0AX4XfWjAbCdEf&scope=email+profile+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.email+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.profile+openid&authuser=0&prompt=none',
  ),
  form('orgName=Harbour%20Workers%27%20Union%20%28HWU%29%20'),
  'DELETE /remote.php/webdav/.SeedVaultAndroidBackup/14fa20ce.sv/e3/e399bb113f75 HTTP/1.1\r\nHost: cloud.example\r\nUser-Agent: okhttp/4.12.0\r\n\r\n',
  json({ query: 'sum(rate(http_requests_total{job="shop"}[5m])) by (code)' }),
  json({ expr: "request.auth.claims['role'] == 'editor' && has(resource.owner)" }),
  json({ selector: 'env in (prod,staging),tier notin (frontend)' }),
  get('/_next/data/k3j2/articles/[slug].json?slug=bread'),
  get('/_next/static/chunks/pages/articles/%5Bslug%5D-0a1b2c3d.js'),
  get('/_next/static/chunks/app/(shop)/[locale]/page-77aa01cd.js'),
  get('/articles?_rsc=1k2jx'),
  form('comment=Run+%60npm+ci%60+first%3A%0A%0A%60%60%60sh%0Anpm+run+build%0A%60%60%60'),
  json({ body: '- [ ] bake\n- [x] sell\n\n> she said `yes` and left' }),
  form("name=Teachers'+Union+of+Dublin+(TUD)"),
  get('/odata/Items?$filter=startswith(Name,%27A%27)%20and%20Price%20gt%205'),
  json({ jsonpath: '$.store.book[?(@.price < 10)].title' }),
  json({ rule: 'status:[400 TO 499] AND (region:eu OR region:us)' }),
  get('/signin-oidc?code=0.AAAA-bbbb_CCCC&state=q7&session_state=11aa-22bb'),
  'PUT /remote.php/dav/files/mara/.cache/ab12/f0e1d2 HTTP/1.1\r\nHost: cloud.example\r\n\r\n',
  'PROPFIND /dav/mara/Holiday%20(2026)/ HTTP/1.1\r\nHost: cloud.example\r\nDepth: 1\r\n\r\n',
  form('formula=%3DSUM(A1%3AA9)'),
  json({ message: '{count, plural, one {# loaf} other {# loaves}}' }),
  json({ version: '>=1.2 <2 || ^3', cron: '*/5 * * * *' }),
  json({ text: 'Hi {{first_name}}, your order is ready' }),
  xml(
    '<?xml version="1.0"?><root><order id="7"><item>bread</item><note>ring twice; leave at the door</note></order></root>',
  ),
  xml('<root><a probe="hello"></a></root>'),
  xml('<xml><element attribute_name="hello">value</element></xml>'),
  xml("<root><title>Select the best of both worlds</title><by>O'Reilly</by></root>"),
  send(
    '/calendars/mara/',
    'application/xml',
    '<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav"><c:filter><c:comp-filter name="VEVENT"/></c:filter></c:calendar-query>',
    'REPORT',
  ),
  get('/go?target=http://xssed.com'),
  get('/go?target=http://shop.example'),
];
