/** What the console's tests have to show: the demo's written attack, and payloads that would like to be more than text. */
import { demoEvents } from '../../../src/cli/demo.ts';

export const sampleEvents = (nowMs: number): object[] => demoEvents(nowMs);

/** Each would do something in a page that took it for more than text, or hide something in one that shows it as it is. */
export const hostilePayloads: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "';alert(1)//",
  '<iframe srcdoc="<script>parent.alert(1)</script>">',
  '<a href="javascript:alert(1)">click</a>',
  '<style>body{display:none}</style>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '{{constructor.constructor("alert(1)")()}}',
  '=HYPERLINK("https://evil.example","x")',
  'invoice\u202Egpj.exe',
  'zero\u200Bwidth\u2060joiner\uFEFF',
  '\u001B[31mred\u001B[0m\u0007\u0000',
  'tag\u{E0041}\u{E0042}s',
  '\u115F\u3164\u00A0blank',
  'Z̸̢͔̹͈̖̫̦̾a̷̛̝͒l̸̼̎g̶̱̈́o̸̙͝',
  `long ${'A'.repeat(6000)}`,
  'two\r\nlines\tand a tab',
];

export const hostileEvents = (nowMs: number): object[] =>
  hostilePayloads.map((payload, at) => ({
    event_id: `hostile-${at}`,
    timestamp: new Date(nowMs - at * 1000).toISOString(),
    service: payload.slice(0, 40),
    source_ip: `198.51.100.${at + 1}`,
    activity: payload.slice(0, 60),
    payload,
    extra: { session: `hostile-${at}`, username: payload.slice(0, 100) },
  }));
