/** Reads header lines. */
import { cutParameters, cutTarget } from './parameters.ts';
import { pieceKinds, push, type Segments } from './pieces.ts';

/** Length of a header's name at `from` (`Name:`), or 0. */
export function headerName(codes: Uint16Array, from: number, lineEnd: number): number {
  for (let at = from; at < lineEnd && at - from < 40; at += 1) {
    const code = codes[at]!;
    if (code === 58) return at - from;
    const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45;
    if (!letter && !(at > from && code >= 48 && code <= 57) && code !== 95) return 0;
  }
  return 0;
}

const headerNames =
  ' user-agent referer cookie host accept accept-language accept-encoding x-forwarded-for content-type authorization origin x-api-version ';

export function looksLikeHeader(text: string, codes: Uint16Array, lineEnd: number): boolean {
  const length = headerName(codes, 0, lineEnd);
  return headerNames.includes(` ${text.slice(0, length).toLowerCase()} `);
}

/** Longer ones are judged like any other text. */
const longestForwarded = 300;
/**
 * `Forwarded` as RFC 7239 has it: whom proxies passed a request on for. All of it is names and addresses, so there is
 * nothing to judge, though brackets, colons and quotes look like it. A value that claims to be this machine is judged all the same.
 */
const forwarded =
  /^(?:(?:for|by|host|proto)=(?!"?(?:127\.|localhost|\[::1\]|0\.))(?:[\w.-]+(?::\d{1,5})?|"(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?")(?:[;,] ?|$))+$/i;

export function cutHeader(
  text: string,
  codes: Uint16Array,
  at: number,
  name: number,
  to: number,
  segments: Segments,
): void {
  let from = at + name + 1;
  while (from < to && codes[from] === 32) from += 1;
  const lower = name <= 12 ? text.slice(at, at + name).toLowerCase() : '';
  if (lower === 'forwarded' && to - from <= longestForwarded && forwarded.test(text.slice(from, to))) return;
  if (lower === 'user-agent') push(segments, from, to, pieceKinds.agent, false);
  else if (lower === 'cookie') cutParameters(codes, from, to, 59, segments);
  else if (lower === 'referer' && text.startsWith('http', from)) cutTarget(text, codes, from, to, segments);
  else push(segments, from, to, pieceKinds.header, false);
}
