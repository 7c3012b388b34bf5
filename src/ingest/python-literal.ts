/**
 * A Python literal, as `repr` writes it, made JSON: `{'a': b'x\r', 'n': None, 't': ('x',)}`. Sensors written in Python log
 * dictionaries and lists like this (Cowrie's syslog output, OpenCanary's cards). Linear; the JSON is parsed and checked by
 * whoever reads it.
 */
import { fromPythonRepr } from './python-repr.ts';

const words: { readonly [word: string]: string } = {
  True: 'true',
  False: 'false',
  None: 'null',
  nan: 'null',
  inf: 'null',
};

/** Of a text in quotes, bytes included; sticky. */
const quoted = /b?(?:'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")/sy;
const word = /[A-Za-z]{1,8}/y;
const number = /-?\d{1,40}(?:\.\d{1,40})?(?:e[-+]?\d{1,4})?/y;

/** JSON text, or null where `text` is no such literal. A tuple becomes a list. */
export function pythonToJson(text: string): string | null {
  const out: string[] = [];
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at] as string;
    const string = char === "'" || char === '"' || char === 'b' ? match(quoted, at) : undefined;
    if (string !== undefined) {
      out.push(JSON.stringify(fromPythonRepr(string)));
      at += string.length;
      continue;
    }
    const name = match(word, at);
    const value = name === undefined ? match(number, at) : words[name];
    if (name !== undefined && value === undefined) return null;
    if (value !== undefined) {
      out.push(value);
      at += name?.length ?? value.length;
      continue;
    }
    if (char === '(' || char === ')') {
      const isOneTuple = char === ')' && out.at(-1) === ',';
      if (isOneTuple) out.pop();
      out.push(char === '(' ? '[' : ']');
    } else if ('[]{}:,'.includes(char)) out.push(char);
    else if (char.trim() !== '') return null;
    at += 1;
  }
  return out.join('');
}
