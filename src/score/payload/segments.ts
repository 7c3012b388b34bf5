/**
 * Cuts an input into the pieces a server would take apart: path, parameters, headers, body fields. Each piece is
 * judged for itself, so a request with one bad parameter is as bad as the parameter, and the words around it
 * neither hide it nor make it worse. Positions only: nothing is copied.
 */
import { cutFree } from './bodies.ts';
import { cutHeader, headerName, looksLikeHeader } from './headers.ts';
import { cutTarget } from './parameters.ts';
import { endOfLine, lastOfLine, pieceKinds, push, type Segments } from './pieces.ts';

/** Fills `segments` from `text`, whose characters `codes` holds (and a 0 behind them where it goes on); what does not fit any more is one last piece. */
export function segment(text: string, codes: Uint16Array, segments: Segments): void {
  segments.count = 0;
  const lineEnd = endOfLine(text, 0);
  const target = requestTarget(text, codes, lineEnd);
  if (target !== null) {
    if (target.from > 0 && !knownMethod(text, target.from - 1))
      push(segments, 0, target.from, pieceKinds.key, false);
    cutTarget(text, codes, target.from, target.to, segments);
    if (lineEnd < text.length) cutHeaders(text, codes, lineEnd, segments);
    return;
  }
  if (headerName(codes, 0, lineEnd) > 0 && looksLikeHeader(text, codes, lineEnd)) {
    cutHeaders(text, codes, -1, segments);
    return;
  }
  cutFree(text, codes, 0, text.length, segments);
}

const methods =
  ' GET POST PUT HEAD DELETE OPTIONS PATCH CONNECT TRACE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH ';

function knownMethod(text: string, to: number): boolean {
  return to <= 8 && methods.includes(` ${text.slice(0, to)} `);
}

/** The target of a request line (`METHOD target[ HTTP/x]`), or null. */
function requestTarget(
  text: string,
  codes: Uint16Array,
  lineEnd: number,
): { from: number; to: number } | null {
  const gap = text.indexOf(' ');
  if (gap < 1 || gap > 20 || gap >= lineEnd) return null;
  const known = knownMethod(text, gap);
  const first = codes[gap + 1]!;
  const target = first === 47 || first === 42 || text.startsWith('http', gap + 1);
  if (!known && !target) return null;
  const version = text.lastIndexOf(' HTTP/', lineEnd);
  if (version > gap) return { from: gap + 1, to: version };
  if (!known || !target) return null;
  return { from: gap + 1, to: codes[lineEnd - 1] === 13 ? lineEnd - 1 : lineEnd };
}

/** Header lines after `before`, up to an empty one; then the body. */
function cutHeaders(text: string, codes: Uint16Array, before: number, segments: Segments): void {
  let at = before + 1;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const last = lastOfLine(codes, at, end);
    if (last === at) {
      cutFree(text, codes, end + 1, text.length, segments);
      return;
    }
    const name = headerName(codes, at, last);
    if (name === 0) push(segments, at, last, pieceKinds.header, false);
    else cutHeader(text, codes, at, name, last, segments);
    at = end + 1;
  }
}
