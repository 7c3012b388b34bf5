/**
 * Cuts XML documents into what stands in them: attribute values and texts. The elements around a value say nothing about
 * it, so the model must not see them: it would learn a document type from the attacks that came in one.
 */
import { pieceKinds, push, type Segments } from './pieces.ts';

/** Elements of pages: a text that begins with one is no document but markup, and is judged as it stands. */
const active =
  /^(?:a|script|img|image|svg|iframe|frame|frameset|embed|object|applet|body|html|head|form|input|button|style|base|meta|video|audio|source|math|marquee|details|template|isindex|bgsound|layer|xss|x)$/i;
/** Within a document only these are: `a`, `body` and `form` are names like any other. */
const activeInXml =
  /^(?:script|img|svg|iframe|frameset|embed|applet|math|marquee|bgsound|isindex|xsl:(?:value-of|script|include|import)|xi:include|include)$/i;
/** Attributes whose value a browser or a reader runs or fetches, whatever the element. */
const activeAttribute = /^(?:on[a-z]{3,}|style|formaction|srcdoc)$/i;
/** A name space as its users write it; XInclude's fetches files. */
const nameSpace = /^(?:https?:\/\/[\w./#:-]+|urn:[\w.:-]+|DAV:|[\w:-]+)$/;
const maxTags = 2_000;

const isNameStart = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isName = (code: number): boolean =>
  isNameStart(code) || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 58;

function endOfName(codes: Uint16Array, from: number, to: number): number {
  let at = from;
  while (at < to && isName(codes[at]!)) at += 1;
  return at;
}

function skipSpace(codes: Uint16Array, from: number, to: number): number {
  let at = from;
  while (at < to && codes[at]! <= 32) at += 1;
  return at;
}

function pushText(
  codes: Uint16Array,
  from: number,
  to: number,
  segments: Segments,
  keyFrom: number,
  keyTo: number,
): void {
  let [first, last] = [from, to];
  while (first < last && codes[first]! <= 32) first += 1;
  while (last > first && codes[last - 1]! <= 32) last -= 1;
  push(segments, first, last, pieceKinds.value, false, keyFrom, keyTo);
}

/** False (and nothing pushed) where the text is no document, or one that does more than hold values. */
export function cutMarkup(
  text: string,
  codes: Uint16Array,
  from: number,
  to: number,
  segments: Segments,
): boolean {
  const before = segments.count;
  const fail = (): false => {
    segments.count = before;
    return false;
  };
  const isXml = text.startsWith('<?xml ', from);
  let at = from;
  if (isXml) {
    const end = text.indexOf('?>', from);
    if (
      end < 0 ||
      end >= to ||
      !/^<\?xml(?:\s+\w{4,12}=(?:"[\w.-]*"|'[\w.-]*'))*\s*$/.test(text.slice(from, end))
    )
      return false;
    at = end + 2;
  }
  let tags = 0;
  let closed = 0;
  let [keyFrom, keyTo] = [0, 0];
  while (at < to) {
    if (codes[at] !== 60) {
      const next = text.indexOf('<', at);
      const end = next < 0 || next > to ? to : next;
      if (tags === 0 && skipSpace(codes, at, end) < end) return fail();
      pushText(codes, at, end, segments, keyFrom, keyTo);
      at = end;
      continue;
    }
    tags += 1;
    if (tags > maxTags) return fail();
    const code = codes[at + 1]!;
    if (code === 33) {
      const isData = text.startsWith('<![CDATA[', at);
      if (!isData && (!text.startsWith('<!--', at) || codes[at + 4] === 35)) return fail();
      const end = text.indexOf(isData ? ']]>' : '-->', at);
      if (end < 0 || end >= to) return fail();
      pushText(codes, at + (isData ? 9 : 4), end, segments, keyFrom, keyTo);
      at = end + 3;
      continue;
    }
    if (code === 47) {
      const end = skipSpace(codes, endOfName(codes, at + 2, to), to);
      if (codes[end] !== 62 || end >= to) return fail();
      closed += 1;
      [keyFrom, keyTo] = [0, 0];
      at = end + 1;
      continue;
    }
    if (!isNameStart(code)) return fail();
    const nameEnd = endOfName(codes, at + 1, to);
    const name = text.slice(at + 1, Math.min(nameEnd, at + 41));
    if ((isXml || tags > 1 ? activeInXml : active).test(name)) return fail();
    [keyFrom, keyTo] = [at + 1, nameEnd];
    // `<java.lang.Runtime>` may be a payload by itself.
    if (name.includes('.')) push(segments, at + 1, nameEnd, pieceKinds.key, false);
    at = nameEnd;
    for (;;) {
      const next = skipSpace(codes, at, to);
      if (next >= to) return fail();
      if (codes[next] === 62) {
        at = next + 1;
        break;
      }
      if (codes[next] === 47) {
        if (codes[next + 1] !== 62) return fail();
        closed += 1;
        [keyFrom, keyTo] = [0, 0];
        at = next + 2;
        break;
      }
      if (next === at || !isNameStart(codes[next]!)) return fail();
      const keyEnd = endOfName(codes, next, to);
      const quote = codes[keyEnd + 1];
      if (codes[keyEnd] !== 61 || (quote !== 34 && quote !== 39)) return fail();
      const end = text.indexOf(quote === 34 ? '"' : "'", keyEnd + 2);
      if (end < 0 || end >= to) return fail();
      const key = text.slice(next, Math.min(keyEnd, next + 40));
      if (activeAttribute.test(key)) return fail();
      const isSpace = key.startsWith('xmlns') || key.endsWith(':schemaLocation');
      if (isSpace && text.slice(keyEnd + 2, end).includes('XInclude')) return fail();
      if (!isSpace || !nameSpace.test(text.slice(keyEnd + 2, end)))
        push(segments, keyEnd + 2, end, pieceKinds.value, false, next, keyEnd);
      if (key.includes('.')) push(segments, next, keyEnd, pieceKinds.key, false);
      at = end + 1;
    }
  }
  return closed > 0 ? true : fail();
}
