/** Which characters a target reads as another: full-width forms, look-alike letters, typographic marks. */

/** Letters of other alphabets that look like Latin ones, and the Latin ones. */
const lookAlikes =
  'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwвbмmтtкkнhгrѵvАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGαaοoρpνvιiκkτtυuχxεeηnβbγyΑAΒBΕEΖZΗHΙIΚKΜMΝN' +
  'ΟOΡPΤTΥYΧXɑaɡgıiɩiʟlɪiաwօoսuոnհhցgԍgⅰiⅼlⅽcⅾdⅿmƖlǀlӏlᴀaᴄcᴅdᴇeᴏoᴘpꜱsᴛtᴜuᴠvᴡwᴢzʀrɴnʙbɢgʜhᴊjᴋkᴍm';

const marks: readonly (readonly [string, string])[] = [
  ["'", '‘’‛′ʹʼˈꞌ՚´`'.replace('`', '')],
  ['"', '“”‟″ʺ„'],
  ['/', '⁄∕⧸╱'],
  ['\\', '∖⧵﹨'],
  ['<', '‹〈⟨˂❮≺'],
  ['>', '›〉⟩˃❯≻'],
  [';', ';'],
  ['|', '∣ǀ│'],
  ['-', '‐‑‒–—―−'],
  ['.', '․'],
  [':', '꞉ː∶'],
  ['*', '∗⁎'],
  ['(', '❨❪⦅'],
  [')', '❩❫⦆'],
  [
    ' ',
    '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
  ],
];

/** Ranges whose compatibility form is one ASCII character (full-width, circled, super- and subscripts, letter-like). */
const compatible: readonly (readonly [number, number])[] = [
  [0x2070, 0x209c],
  [0x2100, 0x214f],
  [0x2460, 0x24ff],
  [0xfe30, 0xfe6b],
  [0xff00, 0xff5e],
];

export interface Folding {
  /** ASCII code that this BMP character is always read as, or 0. */
  always: Uint8Array;
  /** ASCII letter it looks like; to be used only in a word that also has Latin letters. */
  lookAlike: Uint8Array;
  /** 1 = shows nothing: zero-width marks, joiners, the soft hyphen. */
  invisible: Uint8Array;
  /** ASCII code of a character beyond the BMP (mathematical letters), or 0. */
  astral(codePoint: number): number;
}

export function createFolding(): Folding {
  const always = new Uint8Array(0x10000);
  const lookAlike = new Uint8Array(0x10000);
  const invisible = new Uint8Array(0x10000);
  for (let at = 0; at + 1 < lookAlikes.length; at += 2) {
    lookAlike[lookAlikes.charCodeAt(at)] = lookAlikes.charCodeAt(at + 1);
  }
  for (const [ascii, from] of marks) {
    for (let at = 0; at < from.length; at += 1) always[from.charCodeAt(at)] = ascii.charCodeAt(0);
  }
  for (const [first, last] of compatible) {
    for (let code = first; code <= last; code += 1) {
      const plain = String.fromCharCode(code).normalize('NFKC');
      // ① and (1): the bracketed forms keep their middle character.
      const core = plain.length === 3 && plain[0] === '(' ? plain[1]! : plain;
      if (core.length === 1 && core.charCodeAt(0) < 128) always[code] = core.charCodeAt(0);
    }
  }
  const nothing = [
    0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063,
    0x2064,
  ];
  for (const code of [...nothing, 0xfeff, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0xfe0f])
    invisible[code] = 1;
  return {
    always,
    lookAlike,
    invisible,
    astral(codePoint) {
      if (codePoint < 0x1d400 || codePoint > 0x1d7ff) return 0;
      const plain = String.fromCodePoint(codePoint).normalize('NFKC').charCodeAt(0);
      return plain < 128 ? plain : lookAlike[plain]!;
    },
  };
}
