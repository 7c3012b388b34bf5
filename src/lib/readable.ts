/**
 * What a sensor made of a visitor's text is undone before people read it: line ends and NULs at its end (Telnet and serial
 * clients), Python's print of bytes, UTF-8 that was taken for Latin-1, UTF-16 that was taken for bytes. For display only:
 * what is stored, judged, searched, copied and answered by the API is what the sensor sent.
 */

const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

/** Of longer texts only the ends are looked at: what people see of them is their beginning. */
const mostLooked = 20_000;

/** Code points up to U+00FF as the bytes that they stand for. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `Ã©` → `é`; any text that is not wholly UTF-8 taken for Latin-1 stays as it is. */
function fromLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    return utf8.decode(bytesOf(text));
  } catch {
    return text;
  }
}

/** What stands between the quotes of Python's `b'…'`. */
const fromEscapes = (inside: string): string =>
  inside.replace(/\\(?:x([0-9a-f]{2})|([nrt\\'"]))/gi, (_, hex: string | undefined, name: string) =>
    hex === undefined ? (named[name] ?? name) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

/** One print of bytes, or two with a colon between them: a user and a password. Nothing else may stand beside. */
const printed =
  /^b(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")(?::b(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"))?$/s;
function fromPython(text: string): string {
  if (!/^b['"]/.test(text)) return text;
  const match = printed.exec(text);
  if (match === null) return text;
  const [, single, double, secondSingle, secondDouble] = match;
  const first = fromEscapes(single ?? double ?? '');
  const second = secondSingle ?? secondDouble;
  return second === undefined ? first : `${first}:${fromEscapes(second)}`;
}

/** Letters with a NUL behind each are UTF-16. Any other NUL within is the visitor's, and stays to be seen. */
const fromUtf16 = (text: string): string =>
  /^(?:[^\0]\0){2,}[^\0]?$/s.test(text) ? text.replaceAll('\0', '') : text;

/** Without NULs and line ends behind the last character. A loop: a pattern takes the square of what is no end. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && '\0\r\n'.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

const alone = (text: string): string => {
  const plain = fromLatin1(withoutEnd(fromPython(withoutEnd(text))));
  // Of nothing but NULs and line ends there is nothing to read but themselves.
  return plain === '' ? text : plain.replaceAll('\r\n', '\n');
};

/** A user and a password of which only one was changed: each by itself. Null for any other text. */
function fromHalves(text: string): string | null {
  const colon = text.indexOf(':');
  if (colon < 1 || /^b['"]/.test(text)) return null;
  const [before, after] = [text.slice(0, colon), text.slice(colon + 1)];
  const password = withoutEnd(after);
  const isChanged = '\0\r'.includes(text[colon - 1] as string) || fromPython(password) !== password;
  return isChanged ? `${alone(before)}:${alone(after)}` : null;
}

export function readable(text: string): string {
  if (text.length > mostLooked) return withoutEnd(text).replaceAll('\r\n', '\n');
  const plain = fromUtf16(text);
  return fromHalves(plain) ?? alone(plain);
}
