/** What a character can be in a token, as bits. */

export const letterOrDigit = 1;
export const digit = 2;
export const space = 4;
export const upper = 8;
const mark = 16;

function characterTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const text = String.fromCharCode(code);
    if (/[0-9]/.test(text)) table[code] = digit | letterOrDigit;
    else if (/[A-Z]/.test(text)) table[code] = upper | letterOrDigit;
    else if (/[a-z_]/.test(text)) table[code] = letterOrDigit;
    else if (code <= 32) table[code] = space;
    else table[code] = mark;
  }
  return table;
}

/** The bits of each ASCII character. */
export const characters: Uint8Array = characterTable();

/** A letter or `_`; beyond ASCII everything from the no-break space on. */
export const isTokenLetter = (code: number): boolean =>
  code >= 128 ? code >= 0xa0 : (characters[code]! & (letterOrDigit | digit)) === letterOrDigit;
