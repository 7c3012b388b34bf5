/** Sensors written in Python log bytes as Python literals: `b'GET / HTTP/1.1\r\n'`. This turns them back into text. */

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '0': '\0',
};

/** Returns `text` unchanged if it is not such a literal. Bytes above 0x7f become the characters of the same number. */
export function fromPythonRepr(text: string): string {
  const start = text.startsWith('b') ? 1 : 0;
  const quote = text[start];
  if ((quote !== "'" && quote !== '"') || text.length < start + 2 || !text.endsWith(quote)) return text;
  return text
    .slice(start + 1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([nrt\\'"0]))/g, (all, byte, unit, name) => {
      if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
      if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
      return escapes[name] ?? all;
    });
}
