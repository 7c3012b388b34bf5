/** Values as written: quoted pieces, which are literal, and unquoted ones, in which `*` is a wildcard. */
import { type QueryError, queryLimits, type Span } from './ast.ts';

export interface Raw extends Span {
  pieces: { text: string; isQuoted: boolean }[];
  /** As it was typed. */
  typed: string;
}

export const isBlank = (char: string | undefined): boolean => char !== undefined && /\s/u.test(char);

/** Text in quotes: `\"` is a quote and `\\` a backslash; any other backslash means itself, as in a Windows path. */
export const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** The quoted piece that begins at `at`, and where it ends; null if it is not closed. */
function readQuoted(text: string, at: number): { text: string; end: number } | null {
  let read = '';
  for (let n = at + 1; n < text.length; n += 1) {
    const char = text[n]!;
    if (char === '"') return { text: read, end: n + 1 };
    if (char === '\\' && (text[n + 1] === '"' || text[n + 1] === '\\')) {
      read += text[n + 1];
      n += 1;
    } else read += char;
  }
  return null;
}

/**
 * Reads the value that begins at `at`, up to a space or a bracket that it did not open itself; in a list also up to a
 * comma. It may be empty.
 */
export function readRaw(text: string, at: number, isInList: boolean): Raw | QueryError {
  const pieces: Raw['pieces'] = [];
  let open = 0;
  let end = at;
  let bare = '';
  const keepBare = (): void => {
    if (bare !== '') pieces.push({ text: bare, isQuoted: false });
    bare = '';
  };
  while (end < text.length) {
    const char = text[end]!;
    if (char === '"') {
      const quoted = readQuoted(text, end);
      if (!quoted)
        return {
          position: end,
          length: text.length - end,
          message:
            'this quotation mark is not closed; to search for a quotation mark, write `\\"` between two others',
          suggestion: end === at ? `${text.slice(end)}"` : null,
        };
      keepBare();
      pieces.push({ text: quoted.text, isQuoted: true });
      end = quoted.end;
      continue;
    }
    if (isBlank(char) || (isInList && char === ',' && open === 0)) break;
    if (char === '(') open += 1;
    if (char === ')') {
      if (open === 0) break;
      open -= 1;
    }
    bare += char;
    end += 1;
  }
  keepBare();
  return { position: at, length: end - at, pieces, typed: text.slice(at, end) };
}

export const isError = <T extends object>(value: T | QueryError): value is QueryError => 'message' in value;

/** The whole value as text, wildcards as they were typed. */
export const plainOf = ({ pieces }: Raw): string => pieces.map(({ text }) => text).join('');

/** Literal parts between wildcards; several in a row are one. A message if there are too many or they are too long. */
export function partsOf({ pieces }: Raw): string[] | string {
  const parts = [''];
  let afterWildcard = false;
  for (const { text, isQuoted } of pieces)
    for (const [n, part] of (isQuoted ? [text] : text.split('*')).entries()) {
      if (n > 0 && !afterWildcard) parts.push('');
      if (n > 0) afterWildcard = true;
      if (part !== '') {
        parts[parts.length - 1] += part;
        afterWildcard = false;
      }
    }
  const wildcards = parts.length - 1;
  if (wildcards > queryLimits.wildcards)
    return `a value can have at most ${queryLimits.wildcards} wildcards; to search for \`*\` itself, put it in quotation marks`;
  if (parts.join('').length > queryLimits.valueLength)
    return `a value can have at most ${queryLimits.valueLength} characters`;
  return parts;
}
