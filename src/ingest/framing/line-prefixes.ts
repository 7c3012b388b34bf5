/**
 * What log collectors write before a record on its line. Only known forms are taken off, and only where the record
 * follows at once: a line of a text log quotes visitors, and a visitor can type JSON.
 */
import type { LinePrefix } from './framed.ts';

/** A prefix is shorter. */
const longest = 512;

const isoTime = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const bsdTime = '[A-Z][a-z]{2} {1,2}\\d{1,2} (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?';
const tag = '[\\w./@-]{1,100}(?:\\[\\d{1,10}\\])?: ?';
const cee = '(?:@cee: ?)?';
/** Elements with quoted values (a quote is escaped by a backslash), or none. */
const structured =
  '(?:-|(?:\\[[^\\s"\\]=]{1,64}(?: [^\\s"\\]=]{1,64}="(?:[^"\\\\]|\\\\.){0,200}"){0,10}\\]){1,5})';

const pattern = (source: string): RegExp => new RegExp(`^${source}(?=[{[])`);

/** Tried in this order. */
const forms: readonly (readonly [string, RegExp])[] = [
  [
    'syslog (RFC 5424)',
    pattern(
      `(?:\\d{1,5} )?<\\d{1,3}>\\d{1,2} (?:-|${isoTime}) \\S{1,255} \\S{1,48} \\S{1,128} \\S{1,32} ${structured} (?:\\ufeff)?${cee}`,
    ),
  ],
  [
    'syslog (RFC 3164)',
    pattern(`(?:<\\d{1,3}>)?(?:${bsdTime}|${isoTime}) (?:[\\w.:-]{1,255} )?(?:${tag}|(?=@cee))${cee}`),
  ],
  ['syslog (RFC 3164)', pattern(`<\\d{1,3}>(?:${tag})?${cee}`)],
  ['syslog (RFC 3164)', pattern('@cee: ?')],
  ['Docker Compose', pattern(`[\\w.-]{1,100} {0,60}\\| (?:${isoTime} )?`)],
  ['kubectl', pattern(`\\[pod/[\\w./-]{1,300}\\] (?:${isoTime} )?`)],
  ['event stream', pattern('data: ?')],
  ['Fluentd', pattern(`${isoTime}\\t[\\w./-]{1,100}\\t`)],
  [
    'Fluent Bit',
    pattern('\\[\\d{1,9}\\] [\\w./-]{1,100}: \\[\\[?\\d{1,12}\\.\\d{1,9}(?:, \\{[^{}"]{0,100}\\}\\])?, '),
  ],
  ['time', pattern(`\\[?${isoTime}\\]?[ \\t]{1,4}`)],
];

/** Colours that a terminal is told, at the beginning of a line or within a prefix. */
const colour = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]{0,12}m`, 'g');

/** The prefix of a line, or null. A line that begins with a brace has none. */
export function linePrefixOf(text: string): LinePrefix | null {
  const first = text.charCodeAt(0);
  if (first === 123) return null;
  let head = text.slice(0, longest);
  let coloured = 0;
  if (first === 27) {
    const brace = head.indexOf('{');
    const before = brace < 0 ? head : head.slice(0, brace);
    const plain = before.replaceAll(colour, '');
    coloured = before.length - plain.length;
    head = plain + head.slice(before.length);
  }
  for (const [name, form] of forms) {
    const found = form.exec(head);
    if (found === null) continue;
    return { name, length: found[0].length + coloured };
  }
  return null;
}

/** The container runtime cuts long lines: the rest follows in the next line of the same stream. */
export interface CriPart {
  stream: string;
  isLast: boolean;
  text: string;
}

const criLine = new RegExp(`^(?:${isoTime}) (stdout|stderr) ([FP])(?::\\S{0,20})? `);

/** A line of the container runtime interface (Kubernetes); null for any other. */
export function criPartOf(text: string): CriPart | null {
  const first = text.charCodeAt(0);
  if (first < 48 || first > 57) return null;
  const found = criLine.exec(text.slice(0, longest));
  if (found === null) return null;
  const [all, stream = '', flag] = found;
  return { stream, isLast: flag === 'F', text: text.slice(all.length) };
}
