/** Ways in which the same attack is written so that a filter does not see it. Each keeps the attack working at some target. */
import type { AttackCase } from './attacks.ts';

/** Null where the way does not apply to the attack (it would break it, or change nothing). */
export type Evasion = (attack: AttackCase, at: number) => string | null;

const benign = [
  'Thank you for the great article, I have read it twice and will tell my friends about it.',
  'please deliver to the back door between nine and noon',
  'We met at the library last summer. The weather was fine and the food was good.',
  'color blue size large quantity three shipping standard',
];
/** Prose as people write it: figures, marks, quotes, and words that programs and queries have too. */
const lively = [
  'It was past eleven when Mr Dobbs, 62, heard the knock - three times, then once. "Who\'s there?" he called; no answer came, only the wind (it had been rising since 6).',
  "The tenant shall pay the rent (currently 950 per month) by the 5th; failing that, clause 7.2 applies and the landlord may, after 14 days' notice, end this agreement. Pets: none.",
  "lol no way!! u serious? ok see u at 8:15 then :) bring the 2 chairs + a table if u can, my brother's car is full.",
  'Final whistle: Rovers 2, City 1. Attendance 18,204. The visitors had 61% of the ball but, as their coach put it, "we didn\'t shoot."',
  "Backups run at 2 a.m.; if one fails, the on-call person gets a text. Last week's failed because the disk (2 TB) was 98% full. We'll order another one & delete old logs first.",
  'Patient reports a mild headache since Tuesday, 3/10, worse after reading. BP 128/79. Advised: rest, fluids, 400 mg ibuprofen if needed; review in 2 weeks or sooner.',
];
const between = (text: string, at: number): string =>
  `${lively[at % lively.length]} ${text} ${lively[(at + 1) % lively.length]}`;
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
  'benign words before': ({ text }, at) => (isPlain(text) ? `${benign[at % benign.length]} ${text}` : null),
  'benign words after': ({ text }, at) => (isPlain(text) ? `${text} ${benign[at % benign.length]}` : null),
  'a page of benign words around': ({ text }, at) =>
    isPlain(text) ? `${benign.join(' ').repeat(6)} ${text} ${benign[at % benign.length]!.repeat(12)}` : null,
  'lively prose around': ({ text }, at) => (isPlain(text) ? between(text, at) : null),
  'a page of lively prose around': ({ text }, at) =>
    isPlain(text) ? `${lively.join('\n')}\n${between(text, at)}\n${lively.join('\n')}` : null,
  'lively prose around, in a form': ({ text }, at) =>
    isPlain(text) ? `name=Mara&comment=${encodeURIComponent(between(text, at))}&page=2` : null,
  'lively prose around, in JSON': ({ text }, at) =>
    isPlain(text) ? JSON.stringify({ stars: 4, review: between(text, at) }) : null,
  'figures around': ({ text }) =>
    isPlain(text) ? `${'12 345 6789 '.repeat(20)}${text}${' 4 55 777'.repeat(20)}` : null,
  'ordinary tags around': ({ text }) =>
    isPlain(text)
      ? `<p>Hello <b>world</b></p><ul><li>one</li><li>two</li></ul> ${text} <a href="/about">about</a><br><i>fine</i>`
      : null,
  'rows of a table around': ({ text }) =>
    isPlain(text)
      ? `${'red;12;large;2026-11-25,'.repeat(8)}${text}${',blue;13;small;2026-11-24'.repeat(8)}`
      : null,
  'benign parameters around': ({ text }) =>
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
