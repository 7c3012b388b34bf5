/** Further values that attack a program (K19, and what the OWASP rules see), and values that only look so. */
const get = (query: string): string => `GET /view?${query} HTTP/1.1\r\nHost: shop.example\r\n\r\n`;
const form = (body: string): string =>
  `POST /login HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n${body}`;
const json = (value: unknown): string =>
  `POST /api/view HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(value)}`;
const coded = (value: string): string => get(`a=${encodeURIComponent(value)}`);

export const scriptCalls: readonly string[] = [
  'GET /?a=[].sort.call%60$%7Balert%7D1337%60 HTTP/1.1\r\nHost: shop.example\r\n\r\n',
  ...[
    '[].map.call`${confirm}7`',
    '[].filter.apply(1,[prompt])',
    'alert.call(null,7)',
    'alert`7`',
    'prompt.apply`${[7]}`',
    'setTimeout`alert\\x287\\x29`',
    'Set.constructor`alert\\x287\\x29```',
    'Reflect.apply(alert,null,[7])',
    'Reflect.construct`${alert}`',
    'onerror=alert;throw 7',
    'throw onerror=alert,7',
    'valueOf=alert;window+1',
    "'x'instanceof{[Symbol.hasInstance]:eval}",
    '[7].find(alert)',
    'eval?.call`${7}`',
  ].map(coded),
];

export const brokenStrings: readonly string[] = [
  ...["1';", '7");', "x';--", "abc';//", "5';x", "a');", '";alert', "name';#", "7';}", "q' ;", '1";/*'].map(
    coded,
  ),
];

export const innerHosts: readonly string[] = [
  'http://127.0.0.1/admin',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.1/',
  'http://0/',
  'http://0.0.0.0:8080/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[0:0:0:0:0:ffff:7f00:1]/',
  'http://LOCALHOST:9200/',
  'http://localhost./',
  'http://①②⑦.⓪.⓪.①/',
  'http://shop.example@127.0.0.1/',
  'gopher://127.0.0.1:6379/_INFO',
  'dict://localhost:11211/stats',
  '//127.0.0.1/x',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://100.100.100.200/latest/',
  'http://127.0.0.1.nip.io/',
  'http://localtest.me/',
  'http://kubernetes.default.svc/api',
].flatMap((url) => [get(`url=${encodeURIComponent(url)}`), json({ source: url })]);

export const otherAttacks: Readonly<Record<string, readonly string[]>> = {
  'JSON operators of SQL': [
    `1' or '{"a":1}'::jsonb @> '{"a":1}`,
    `1' or '{"a":1,"b":2}'::jsonb <@ '{"a":1}'::jsonb--`,
    `x' or data->>'name' = 'mara'--`,
    `7' and '[1,2]'::jsonb ? '1`,
    `1' or json_extract('{"a":1}','$.a')=1--`,
    `1' and json_length('[]')=0#`,
    `0' or '{"k":{"v":1}}'::json #>> '{k,v}' is not null--`,
    `a' or jsonb_array_length('[1]')=1--`,
    `3' || json_valid('{}') || '`,
    `'::jsonb`,
  ].map(coded),
  'conditions multiplied': [
    '7*(4=4)',
    '1*(select 1)',
    '5*(ascii(substr(user,1,1))>64)',
    '-1*(1=2)',
    '3*true',
    "'x'*(1=1)",
    'true*(2>1)',
    '9*if(1=1,1,0)',
    '2*(not (1=2))',
    '4/(1 like 1)',
  ].map(coded),
  'headers injected': [
    'x\r\nSet-Cookie: a=b',
    'en\r\nLocation: http://shop.example/',
    'x\nX-Forwarded-For: 198.51.100.7',
    'a\r\nContent-Length: 0\r\n\r\n',
    'b\r\n\r\nHTTP/1.1 200 OK',
    'mara@shop.example\nBcc: jonas@shop.example',
    'x\r\nAccess-Control-Allow-Origin: *',
    'y\r\nRefresh: 0',
    'z\nTransfer-Encoding: chunked',
    '1\r\nHost: other.example',
  ].map(coded),
  'endless loops': [
    get('eval=while(true)%7B%7D'),
    get('eval=for(;;);'),
    get('eval=while(1)%3B'),
    get('code=do%7B%7Dwhile(true)'),
    get('expr=while(!0)%7Bx%7D'),
    get('eval=(function+f()%7Bf()%7D)()'),
    get('q=while(1==1)%7B%7D'),
    get('eval=for(;true;)%7B%7D'),
    get('js=while(%22a%22)%7B%7D'),
    get('script=while(2%3E1)%7B%7D'),
    json({ eval: 'while(true){}' }),
  ],
};

export const onlyLooksSo: readonly string[] = [
  get('redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&state=7'),
  get('redirect_uri=http%3A%2F%2F127.0.0.1%3A51004%2F'),
  get('url=https%3A%2F%2Fwww.shop.example%2Fa'),
  get('target=http%3A%2F%2Fxssed.com'),
  get('target=http%3A%2F%2Fshop.example'),
  get('name=O%27Reilly'),
  get('height=5%27+10%22'),
  get('formula=2*(3%2B4)'),
  get('q=3*4'),
  get('comment=Dear+all%2C%0D%0Athe+shop+is+open.%0D%0ARegards'),
  json({ code: 'function greet(name) {\n  return items.map(call);\n}' }),
  json({ note: "it's late; we'll see" }),
  json({ data: '{"a":1}' }),
  get('callback=jQuery7_call&_=5'),
  get('q=call+me+or+apply+now'),
  get('q=%22quoted%22;+and+more'),
];

/** What looks like a harmless language (score/harmless-values.ts) and is none: each stays what the model said. */
export const noHarmlessLanguage: readonly string[] = [
  json({ expression: "user.name == 'x' || 1==1" }),
  json({ expression: "this.constructor.constructor('return process')().exit()" }),
  json({ filter: { $where: 'sleep(5000)' } }),
  json({ username: { $gt: '' }, password: { $gt: '' } }),
  get('q=%22x%22+or+%221%22%3D%221'),
  get('name=x%5C%27+or+1=1--'),
  get('q=-1+union+select+1,2,3'),
  get("q=a.b+==+1+or+'a'='a"),
  get('target=alias(system(%22id%22),1)'),
  form('javax.faces.ViewState=rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA%3D%3D'),
  'GET / HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-Client-Cert: By=<script>alert(1)</script>\r\n\r\n',
];
