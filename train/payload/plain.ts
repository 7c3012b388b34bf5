/**
 * The harmless twin of a row: the same request, form or document with plain words wherever a value stood. What is left
 * is how an attack was wrapped; the model is shown that it is harmless, and a test sees that it learned so.
 */
import { expand, type Grammar } from './grammar.ts';

/** No dots, and no `__` that reaches into objects or filters. */
const plainName = /^(?!\w*__)[A-Za-z_][\w-]{0,30}$/;
/** Paths that say nothing: any other may be what was attacked, or looked for. */
const calmPath =
  /^\/(?:get|post|search|items?|api(?:\/v\d)?|index\.html?|index\.php|view|go|news|page|list)?\/?$/;
const requestLine = /^([A-Z]{3,12}) (\S[^\r\n]*?)( HTTP\/\d(?:\.\d)?)?\r?$/;
const standing =
  /^(?:host|accept|accept-language|accept-encoding|accept-charset|connection|keep-alive|proxy-connection|cache-control|pragma|content-type|x-requested-with)$/i;
/** Headers that say how a request is to be read: plain words in them are no request's. */
const framing =
  /^(?:transfer-encoding|te|trailer|range|content-|expect|upgrade|x-http-method|x-method|x-forwarded|forwarded|authorization|soapaction|if-|http2|origin|dnt|x-original|x-rewrite|sec-)/i;
const standingValue = /^[\w\s.,;:=/*+"-]{0,200}$/;
const templates = [
  'hello',
  '«noun»',
  '«noun»',
  '«n»',
  '«first»',
  '«clause»',
  '«adj» «noun»',
  '«first» «last»',
  '«date»',
];

export interface PlainWords {
  grammar: Grammar;
  random: () => number;
}

function word({ grammar, random }: PlainWords): string {
  return expand(grammar, templates[Math.floor(random() * templates.length)]!, random);
}

const coded = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');

function plainParameters(query: string, words: PlainWords): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .slice(0, 12)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? '' : pair.slice(0, equals);
      return `${plainName.test(name) ? name : 'q'}=${coded(word(words))}`;
    })
    .join('&');
}

function plainTarget(target: string, words: PlainWords): string {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const plainPath = calmPath.test(path) ? path : `/${coded(word(words))}`;
  return question < 0 ? plainPath : `${plainPath}?${plainParameters(target.slice(question + 1), words)}`;
}

function plainJson(value: unknown, words: PlainWords, depth = 0): unknown {
  if (depth > 8) return word(words);
  if (typeof value === 'string') return word(words);
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => plainJson(item, words, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, 20)
        .map(([name, item]) => [
          plainName.test(name) ? name : word(words),
          plainJson(item, words, depth + 1),
        ]),
    );
  return value;
}

/** Elements and attributes stay where their names are plain. */
function plainXml(text: string, words: PlainWords): string {
  const escaped = (): string => word(words).replaceAll('&', 'and').replaceAll('<', '').replaceAll('"', '');
  return text
    .replace(/<!DOCTYPE[^[>]*(?:\[[^\]]*\])?\s*>/gi, '')
    .replace(/<\?xml-[^>]*\?>/g, '')
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, escaped)
    .replace(/<(\/?)([^\s<>/]+)/g, (whole, slash: string, name: string) =>
      name.startsWith('?') || /^[A-Za-z_][\w:-]{0,40}$/.test(name) ? whole : `<${slash}item`,
    )
    .replace(/\s([^\s=<>"']+)=(?:"[^"]*"|'[^']*')/g, (whole, name: string) =>
      name.startsWith('xmlns') || /^(?:version|encoding|standalone)$/.test(name)
        ? whole
        : ` ${/^(?!on)[A-Za-z_][\w:-]{0,30}$/i.test(name) ? name : 'name'}="${escaped()}"`,
    )
    .replace(/>([^<]+)/g, (whole, inner: string) => (inner.trim() === '' ? whole : `>${escaped()}`));
}

function plainMultipart(body: string, words: PlainWords): string | null {
  const boundary = /^--([^\r\n]{1,90})\r?\n/.exec(body)?.[1];
  if (boundary === undefined) return null;
  const names = [...body.matchAll(/\bname="?([^"\r\n;]*)"?/g)].map(([, name]) => name ?? '');
  const parts = (names.length === 0 ? ['text'] : names.slice(0, 8)).map(
    (name) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${plainName.test(name) ? name : 'text'}"\r\n\r\n${word(words)}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

function plainBody(body: string, words: PlainWords): string {
  const text = body.trim();
  if (text === '') return body;
  if (text.startsWith('{') || text.startsWith('['))
    try {
      return JSON.stringify(plainJson(JSON.parse(text), words));
    } catch {
      return JSON.stringify({ test: word(words) });
    }
  if (text.startsWith('<'))
    return /^<[?A-Za-z][^<>]*>[\s\S]*<\/[\w:.-]+>\s*$/.test(text) ? plainXml(text, words) : word(words);
  if (text.startsWith('--')) return plainMultipart(text, words) ?? word(words);
  return text.includes('=') ? plainParameters(text, words) : word(words);
}

/** Null where the row is bare: without its payload nothing is left of it. */
export function toPlain(text: string, words: PlainWords): string | null {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const [line = '', ...headers] = head.split(/\r?\n/);
  const match = requestLine.exec(line);
  if (match !== null && (match[3] !== undefined || headers.length > 0)) {
    const [, method = 'GET', target = '/', version = ' HTTP/1.1'] = match;
    const known = /^(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH)$/.test(method) ? method : 'GET';
    const plainHeaders = headers.flatMap((header) => {
      const colon = header.indexOf(':');
      const [name, value] = [header.slice(0, colon), header.slice(colon + 1).trim()];
      if (colon < 1 || !/^[A-Za-z][\w-]{1,40}$/.test(name)) return [];
      if (/^user-agent$/i.test(name)) return [`${name}: ${expand(words.grammar, '«agent»', words.random)}`];
      if (/^cookie$/i.test(name))
        return [`${name}: ${plainParameters(value.replaceAll(/;\s*/g, '&'), words).replaceAll('&', '; ')}`];
      if (/^referer$/i.test(name)) return [`${name}: https://www.example.org/${coded(word(words))}`];
      if (standing.test(name) && standingValue.test(value)) return [header];
      return standing.test(name) || framing.test(name) ? [] : [`${name}: ${word(words)}`];
    });
    const body = end === null ? '' : text.slice(end.index + end[0].length);
    return `${[`${known} ${plainTarget(target, words)}${version}`, ...plainHeaders].join('\r\n')}\r\n\r\n${plainBody(body, words)}`;
  }
  if (/^\/[^\s?]*\?[\w.-]+=/.test(text)) return plainTarget(text, words);
  if (/^[\w.-]{1,40}=/.test(text)) return plainParameters(text, words);
  const first = text.trimStart()[0];
  if (
    (first === '{' && text.trimEnd().endsWith('}') && /^\s*\{\s*"[^"]{0,40}"\s*:/.test(text)) ||
    (first === '<' &&
      /^\s*<(?:\?xml|(?!(?:a|b|i|p|x|div|script|svg|img|body|html|iframe|style|form|input|marquee|video|audio|math|link|meta|object|embed|details|select|textarea|title|table|td|xss|layer|button|isindex)\b)[A-Za-z][\w:-]*>)[\s\S]*<\/[\w:-]+>\s*$/.test(
        text,
      ))
  )
    return plainBody(text, words);
  return null;
}
