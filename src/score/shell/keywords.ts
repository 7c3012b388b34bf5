/** Normalises a statement's words: what differs from run to run (addresses, numbers, random names, secrets) becomes a placeholder. */

const endings = new Set(
  'com net org ru cn io xyz top info de nl me co us uk pw ro br in cc tk sh su biz store club site online'.split(
    ' ',
  ),
);

function pathForm(word: string): string {
  const lastSlash = word.lastIndexOf('/');
  const last = word.slice(lastSlash + 1);
  const dot = last.lastIndexOf('.');
  const ending = dot > 0 && last.length - dot <= 6 ? last.slice(dot).toLowerCase() : '';
  const hidden = last.length > 1 && last.charCodeAt(0) === 46 && last !== '..' ? '.' : '';
  let folder = 'rel';
  const first = word.charCodeAt(0);
  if (first === 47) {
    const second = word.indexOf('/', 1);
    if (second < 0) folder = word;
    else {
      const third = word.indexOf('/', second + 1);
      folder = word.slice(0, third < 0 ? second : third);
    }
  } else if (first === 126) folder = '~';
  else if (first === 46 && word.charCodeAt(1) === 47) folder = '.';
  return `${folder.slice(0, 24)}/${hidden}*${ending}`;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** The normal form of a word: `<url>`, `<address>`, `/tmp/*.sh`, `-rf`, `<name>`, or the word itself. */
export function formOfWord(raw: string): string {
  let from = 0;
  let to = raw.length;
  while (from < to && '"\'(<`'.includes(raw[from]!)) from += 1;
  while (to > from && '"\')`'.includes(raw[to - 1]!)) to -= 1;
  const word = from === 0 && to === raw.length ? raw : raw.slice(from, to);
  if (word === '') return raw === '' ? '' : '<quote>';
  if (word.includes('://')) return '<url>';
  const first = word.charCodeAt(0);
  if (first === 45 && word.length > 1) return word.length > 16 ? word.slice(0, 16) : word;
  let digits = 0;
  let letters = 0;
  let dots = 0;
  let slashes = 0;
  let others = 0;
  const length = word.length > 400 ? 400 : word.length;
  for (let at = 0; at < length; at += 1) {
    const code = word.charCodeAt(at);
    if (isDigit(code)) digits += 1;
    else if (isLetter(code)) letters += 1;
    else if (code === 46) dots += 1;
    else if (code === 47) slashes += 1;
    else if (code !== 43 && code !== 61 && code !== 45 && code !== 95) others += 1;
  }
  if (word.includes('\\x')) return '<hex>';
  if (length > 40 && others === 0) return '<blob>';
  if (digits === length) return digits > 4 ? '<number>' : digits > 1 ? `<n${digits}>` : word;
  if (dots >= 3 && digits >= 4 && /(?:^|@)\d{1,3}(?:\.\d{1,3}){3}(?:[:/]|$)/.test(word)) return '<address>';
  if (dots > 0 && first !== 46 && first !== 47) {
    const end = slashes > 0 ? word.indexOf('/') : word.length;
    const name = word.slice(0, end);
    if (
      endings.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) &&
      !(slashes === 0 && name.endsWith('.sh'))
    )
      return '<host>';
  }
  if (slashes > 0 && length > 1) return pathForm(word);
  const lower = word.toLowerCase();
  const dot = lower.lastIndexOf('.');
  if (dot > 0 && lower.length - dot <= 5) return `*${lower.slice(dot)}`;
  if (length > 18) return '<long>';
  if (digits > 0 && letters > 0 && length >= 6) return '<name>';
  return lower;
}

/** Base name of a program's path, lower case, without quotes and `.exe`. */
export function baseName(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && '"\'(`$'.includes(word[from]!)) from += 1;
  while (to > from && '"\')`'.includes(word[to - 1]!)) to -= 1;
  for (let at = to - 1; at >= from; at -= 1) {
    const code = word.charCodeAt(at);
    if (code === 47 || code === 92) {
      from = at + 1;
      break;
    }
  }
  const name = word.slice(from, to).toLowerCase();
  return name.endsWith('.exe') ? name.slice(0, -4) : name;
}
