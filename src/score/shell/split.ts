/**
 * Cuts a command line or a whole session into statements, the way the experts of the training set did: at a line's
 * end, `;`, `|`, `||` and `&&`. Separators with spaces around them cut even within quotes, because attackers quote
 * whole scripts; bare ones (`a;b`) only outside quotes and braces.
 */

export interface Statement {
  text: string;
  /** What stood before it: `` at the start, else `;`, `|`, `||`, `&&`. */
  before: string;
}

/** More statements than this are not read: no session of people or bots is longer. */
export const maxStatements = 2_000;

const space = (code: number): boolean => code === 32 || code === 9 || Number.isNaN(code);

/** Linear in the length. Empty statements are left out. */
export function splitStatements(text: string, limit = maxStatements): Statement[] {
  const out: Statement[] = [];
  let from = 0;
  let before = '';
  let quote = 0;
  let braces = 0;
  const cut = (to: number, next: number, separator: string): void => {
    const piece = text.slice(from, to).trim();
    if (piece !== '') {
      out.push({ text: piece, before });
      before = separator;
    } else if (separator !== ';' || before === '') before = out.length === 0 ? '' : separator;
    from = next;
  };
  for (let at = 0; at < text.length && out.length < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      at += 1;
    } else if (code === 39 || code === 34 || code === 96) {
      if (quote === 0) quote = code;
      else if (quote === code) quote = 0;
    } else if (code === 10 || code === 13) {
      cut(at, at + 1, ';');
      quote = 0;
      braces = 0;
    } else if (code === 123 && quote === 0) braces += 1;
    else if (code === 125 && quote === 0 && braces > 0) braces -= 1;
    else if (code === 59) {
      const after = text.charCodeAt(at + 1);
      if (space(after) || (quote === 0 && braces === 0)) {
        cut(at, at + 1, ';');
        quote = 0;
        braces = 0;
      }
    } else if (code === 124) {
      const double = text.charCodeAt(at + 1) === 124;
      const end = at + (double ? 2 : 1);
      const spaced = space(text.charCodeAt(at - 1)) && space(text.charCodeAt(end));
      if (spaced || (quote === 0 && braces === 0 && text.charCodeAt(at - 1) !== 62)) {
        cut(at, end, double ? '||' : '|');
        if (spaced) {
          quote = 0;
          braces = 0;
        }
      }
      at = end - 1;
    } else if (code === 38 && text.charCodeAt(at + 1) === 38) {
      const spaced = space(text.charCodeAt(at - 1)) && space(text.charCodeAt(at + 2));
      if (spaced || (quote === 0 && braces === 0)) {
        cut(at, at + 2, '&&');
        if (spaced) {
          quote = 0;
          braces = 0;
        }
      }
      at += 1;
    }
  }
  if (out.length < limit) cut(text.length, text.length, ';');
  return out;
}
