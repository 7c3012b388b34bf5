/** Ways in which the same attack is written so that a filter does not see it. Each keeps the attack working at some target. */
import type { AttackCase } from './attacks.ts';

/** Null where the way does not apply to the attack (it would break it, or change nothing). */
export type Evasion = (attack: AttackCase, at: number) => string | null;

const calm = [
  'Thank you for the great article, I have read it twice and will tell my friends about it.',
  'please deliver to the back door between nine and noon',
  'We met at the library last summer. The weather was fine and the food was good.',
  'color blue size large quantity three shipping standard',
];
const wideFrom = 33;
const wideTo = 126;
const alike: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  p: 'р',
  x: 'х',
  i: 'і',
  s: 'ѕ',
};

/** A request or a header line as a whole is not a value that could be coded again. */
function isValue(text: string): boolean {
  return !/^(GET|POST|HEAD) |^User-Agent:|^Transfer-Encoding:/.test(text);
}

function isPlain(text: string): boolean {
  return isValue(text) && !text.includes('%') && !text.startsWith('/') && !/^[\w[\]$]+=/.test(text);
}

/** Families whose words have no case at the target. */
function hasNoCase({ families }: AttackCase): boolean {
  return families[0] === 'SqlInjection' || families[0] === 'CrossSiteScripting';
}

function mixCase(text: string): string {
  let turn = 0;
  return text.replace(/[a-z]/gi, (letter) => {
    turn += 1;
    return turn % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase();
  });
}

function hexOf(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

export const evasions: Readonly<Record<string, Evasion>> = {
  'mixed case': (attack) =>
    hasNoCase(attack) && !/%|base64|fromCharCode|atob|constructor/.test(attack.text)
      ? mixCase(attack.text)
      : null,
  'percent codes': ({ text }) => (isPlain(text) ? `q=${encodeURIComponent(text)}` : null),
  'percent codes for every character': ({ text }) => (isPlain(text) ? `q=${hexOf(text)}` : null),
  'double percent codes': ({ text }) =>
    isPlain(text) ? `q=${encodeURIComponent(encodeURIComponent(text))}` : null,
  'percent-u codes': ({ text }) =>
    isPlain(text)
      ? text.replace(/[^\w\s]/g, (sign) => `%u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : null,
  'numbered entities': ({ text }) =>
    isPlain(text) ? text.replace(/[^\w\s]/g, (sign) => `&#${sign.charCodeAt(0)};`) : null,
  'hexadecimal entities for every letter': ({ text }) =>
    isPlain(text) ? text.replace(/[a-z<>'"]/gi, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`) : null,
  'backslash-u in JSON': ({ text }) =>
    isPlain(text)
      ? `{"q":"${Array.from(JSON.stringify(text).slice(1, -1))
          .map((sign) => (/[<>'&=;|]/.test(sign) ? `\\u00${sign.charCodeAt(0).toString(16)}` : sign))
          .join('')}"}`
      : null,
  base64: ({ text }) =>
    isPlain(text) && text.length > 8 ? `q=${Buffer.from(text).toString('base64')}` : null,
  'base64 of UTF-16': ({ text }) =>
    isPlain(text) && text.length > 8 ? `q=${Buffer.from(text, 'utf16le').toString('base64')}` : null,
  'comments for spaces': (attack) =>
    attack.families[0] === 'SqlInjection' && attack.text.includes(' ')
      ? attack.text.trimEnd().replaceAll(' ', '/**/')
      : null,
  'tabs and line breaks for spaces': (attack) =>
    hasNoCase(attack) && attack.text.includes(' ')
      ? attack.text.replaceAll(' ', attack.text.length % 2 === 0 ? '\t' : '\n')
      : null,
  'calm words before': ({ text }, at) => (isPlain(text) ? `${calm[at % calm.length]} ${text}` : null),
  'calm words after': ({ text }, at) => (isPlain(text) ? `${text} ${calm[at % calm.length]}` : null),
  'a page of calm words around': ({ text }, at) =>
    isPlain(text) ? `${calm.join(' ').repeat(6)} ${text} ${calm[at % calm.length]!.repeat(12)}` : null,
  'calm parameters around': ({ text }) =>
    isPlain(text)
      ? `/shop?color=blue&size=12&note=see+you+soon&q=${encodeURIComponent(text)}&page=2&sort=price&lang=en&ref=newsletter`
      : null,
  'two parameters': ({ text }) => {
    if (!isPlain(text) || text.length < 16) return null;
    const middle = Math.floor(text.length * 0.6);
    return `id=${encodeURIComponent(text.slice(0, middle))}&id=${encodeURIComponent(text.slice(middle))}`;
  },
  'full-width signs and letters': ({ text }) =>
    isPlain(text)
      ? Array.from(text, (sign) => {
          const code = sign.charCodeAt(0);
          return code >= wideFrom && code <= wideTo ? String.fromCharCode(code + 0xfee0) : sign;
        }).join('')
      : null,
  'letters of other alphabets': (attack) =>
    isPlain(attack.text)
      ? attack.text.replace(/[aeocpxis]/g, (letter, place: number) =>
          place % 3 === 0 ? alike[letter]! : letter,
        )
      : null,
  'characters that show nothing': ({ text }) =>
    isPlain(text) ? text.replace(/([a-z]{2})([a-z])/gi, '$1\u200b$2') : null,
  'quotes within shell words': (attack) =>
    attack.families.length === 1 && attack.families[0] === 'CommandInjection'
      ? attack.text.replace(/\b(cat|id|wget|curl|whoami|nc|sh|bash|ping|type|dir|rm)\b/g, (word) =>
          word.length > 1 ? `${word[0]}''${word.slice(1)}` : word,
        )
      : null,
  'in a JSON body': ({ text }) =>
    isValue(text)
      ? `POST /api/items HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ name: 'lamp', note: text, count: 3 })}`
      : null,
  'in a form of parts': ({ text }) =>
    isValue(text) && !text.startsWith('/')
      ? `POST /upload HTTP/1.1\r\nHost: example.com\r\nContent-Type: multipart/form-data; boundary=x7\r\n\r\n--x7\r\nContent-Disposition: form-data; name="note"\r\n\r\n${text}\r\n--x7--\r\n`
      : null,
  'in a cookie': ({ text }) =>
    isPlain(text)
      ? `GET / HTTP/1.1\r\nHost: example.com\r\nCookie: lang=en; pref=${encodeURIComponent(text)}\r\n\r\n`
      : null,
};
