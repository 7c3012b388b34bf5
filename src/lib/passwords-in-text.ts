/**
 * Where passwords stand in what people and programs type and send: commands, requests, URLs, SQL, lines of mail and file
 * protocols. Every pattern is linear in the text. docs/observables.md lists what is found.
 */

/**
 * `given` as it stands in the text; `plain` where it is written otherwise there (percent-encoded, in base64). `isToken`: a
 * token of an Authorization header, which is secret whatever it looks like.
 */
export type FoundPassword = (given: string, user: string, plain?: string, isToken?: boolean) => void;

/** Characters of a text that are searched; longer ones are searched at their beginning and end. */
const mostSearched = 65_536;

/** A shell word: in quotation marks, or up to a blank or a sign that ends a command. */
const word = `(?:"([^"\\n]{1,200})(?:"|$)|'([^'\\n]{1,200})(?:'|$)|([^\\s"'|;&<>]{1,200}))`;
const words = (source: string, flags = 'gi'): RegExp => new RegExp(source.replaceAll('WORD', word), flags);

/** The name of a field or variable, then its value. */
const named =
  /(?:(?<![a-z\d])|(?<=%[\da-f]{2}))(?:[a-z\d]{0,20}[_-]){0,3}(?:pass(?:word|wd|phrase|code|wort)?|pwd|psw|kennwort|sshpass|pgpassword|requirepass|secret)\d{0,2}(?:\]|%5d)?\\?["']?[ \t]{0,3}(?:=>|[=:]|%3d)[ \t]{0,3}(?:\\?"([^"\\]{1,200})|'([^']{1,200})|([^&\s"',;}<>)\\]{1,200}))/gi;
const element = /<(?:\w{1,20}:)?[\w.-]{0,20}(?:pass(?:word|wd)?|pwd)[^>]{0,200}>([^<]{1,200})</gi;
const methodValue = /<string>([^<]{1,200})<\/string>/gi;
const userInfo = /:\/\/([^\s/:@"'<>]{0,128}):([^\s/@"'<>]{1,200})@/g;
/** The same where the text ends before the `@`; digits are a port. */
const cutUserInfo = /:\/\/([^\s/:@"'<>]{0,128}):(?!\d+$)([^\s/@"'<>]{1,200})$/;
const basic = /\bbasic[ \t]{1,4}([a-z\d+/_-]{8,600}={0,2})/gi;
/** `Bearer` has a meaning of its own; `token` only where a header is named, for it is also a word of ours. */
const bearer = /\bbearer[ \t]{1,4}([\w.~+/-]{20,2000}={0,2})/gi;
const authorization =
  /\bauthorization["']?[ \t]{0,3}[:=][ \t"']{0,4}token[ \t]{1,4}([\w.~+/-]{20,2000}={0,2})/gi;
const plainAuth = /\bAUTH[ \t]{1,4}(?:PLAIN|LOGIN)[ \t]{1,4}([a-z\d+/]{8,600}={0,2})/gi;
/** Of FTP, POP3 and IRC; of Redis; of IMAP. */
const passLine =
  /(?:^|[\r\n])[ \t]*(?:PASS|AUTH|pass|auth)[ \t]{1,4}(?!(?:PLAIN|LOGIN|CRAM|DIGEST|NTLM|GSSAPI|TLS|SSL)\b)(?:default[ \t]{1,4})?(\S[^\r\n]{0,200})/g;
/** How a sentence goes on that begins with those words: `auth failed for root`. */
const sentence =
  /^(?:fail(?:ed|ure|s)?|succe\w+|errors?|required|accepted|denied|rejected|refused|attempts?|methods?|requests?|timeout|not|the|a|an|is|was|for|from|by|with|to|on|in|of|and|or)[ \t]/i;
/** Behind a tag, or in capitals: prose such as `login by exploit` is none. */
const imapNames = `[ \\t]{1,4}"?([^\\s"]{1,64})"?[ \\t]{1,4}${word}`;
const imapLogins = [
  new RegExp(
    `(?<=(?:^|[\\r\\n])[ \\t]{0,4}(?:[\\w.-]{0,15}\\d[\\w.-]{0,15}|[\\w.])[ \\t]{1,4})login${imapNames}`,
    'gi',
  ),
  new RegExp(`\\bLOGIN${imapNames}`, 'g'),
];
const sql = /\b(?:identified[ \t]+by|with[ \t]+password|password[ \t]*\()[ \t]*'([^'\n]{1,200})'/gi;

/**
 * Programs that take a password behind `-p` (`-pw`, `/p:`), joined to it or as the next word; of others `-p` or `-P` is a
 * port, a project or a list of words.
 */
const programs =
  'mysql\\w{0,10}|mariadb(?:-\\w{1,10})?|sshpass|mongo(?:sh|dump|export|import)?|psexec\\w{0,6}|rdesktop|xfreerdp|plink|pscp|useradd|usermod|(?:docker|podman)[ \\t]{1,4}login|hydra|medusa|ncrack|crackmapexec|netexec|nxc|evil-winrm|smbmap|7z|cmdkey|wmic|winexe|xmrig\\w{0,6}';
const capital = words('(?<![\\w.])(?:zip|unzip|sqlcmd)\\b[^\\n|;&]{0,400}?[ \\t]-P[ \\t]{0,3}WORD', 'g');
const flagged = words(
  `(?<![\\w.])(?:${programs})\\b[^\\n|;&]{0,400}?[ \\t](?:--?(?:password|passwd|pass|pw)[= \\t]|--p[= \\t]|-p[ \\t]?|/(?:password|pass|p):)[ \\t]{0,3}WORD`,
);
const otherFlag = words(
  '\\b(?:redis-cli\\b[^\\n|;&]{0,400}?[ \\t]-a|ldap\\w{1,10}\\b[^\\n|;&]{0,400}?[ \\t]-w)[ \\t]{0,3}WORD',
);
const longFlag = words(
  '(?<![\\w-])--?(?!no-)(?:[a-z]{1,20}-)?(?:pass(?:word|wd|phrase)?|pw)[= \\t][ \\t]{0,3}WORD',
);
const account = words(
  '(?<![\\w-])(?:-u|-U|--user|--proxy-user|--username)[= \\t]{0,3}["\']?([^\\s:%"\'+(]{0,64})(?::(?!//)|%)WORD',
);
/** Programs that ask for a password. A path (`/etc/passwd`, `~/.ssh`) is none, and `sudo` alone reads no password. */
const bin = '(?:/(?:usr/)?(?:local/)?s?bin/)?';
const asking = `${bin}(?:(?:sudo|busybox|env|nohup)[ \\t]{1,4}(?:-\\w{1,10}[ \\t]{1,4}){0,3})?${bin}(?:(?:chpasswd|passwd|su|smbpasswd|cryptsetup|htpasswd|mount)\\b|openssl[ \\t]{1,4}(?:passwd|enc)\\b|sudo[ \\t]{1,4}(?:-\\w{1,10}[ \\t]{1,4}){0,3}-\\w{0,8}S)`;
/** What follows a text that is piped to one, alone or as part of a group. */
const isPiped = new RegExp(`^(?:[^|;&\\n]{0,200}|[^|&\\n(]{0,200}[)}][ \\t]{0,4})\\|[ \\t]{0,8}${asking}`);
/** One that is handed a text or a file. */
const isHanded = new RegExp(`(?<![\\w./-])${asking}[^|;&\\n]{0,80}<`);
/** Public keys and scripts are written into files, not typed. */
const isNoSecret = /^(?:ssh-(?:rsa|dss|ed25519)\b|ecdsa-|#!)/;
const said = words('\\b(?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+)*WORD');
const handed = words('<<<[ \\t]*WORD');
const pair = /(?:^|[\s"'])([\w.-]{1,64}):(?!\/\/)([^\s"'|;<>]{1,200})/g;
const netUser = words(
  '\\bnet1?(?:\\.exe)?[ \\t]+user(?:[ \\t]+/\\S{1,40})*[ \\t]+"?([\\w.$-]{1,64})"?[ \\t]+WORD',
);
const netUse = words(
  '\\bnet(?:\\.exe)?[ \\t]+use[ \\t]+\\S{1,200}[ \\t]+(?:/user:(\\S{1,64})[ \\t]+)?WORD(?:[ \\t]+/user:\\S{1,64})?',
);
const secureString = words(
  '\\b(?:ConvertTo-SecureString[ \\t]+(?:-String[ \\t]+)?|(?:requirepass|masterauth)[ \\t]+)WORD',
);
const hashed = words(
  '\\b(?:openssl[ \\t]+passwd|mkpasswd|htpasswd[ \\t]+-\\w{0,6}b\\w{0,6}[ \\t]+(?:\\S{1,100}[ \\t]+)?\\S{1,64})(?:[ \\t]+-\\w{1,10})*[ \\t]+WORD',
);
/** In quotation marks, as scripts of Expect have it: "send" is a word of prose too. */
const expected = /\bsend[ \t]+(?:--[ \t]+)?"([^"\n]{1,200}?)(?:\\[rn]"|$)/gi;

const last = (groups: readonly (string | undefined)[]): string =>
  groups.findLast((one) => one !== undefined && one !== '') ?? '';

/** Without Buffer: the contract runs in a browser too. '' where it is no base64. */
function decoded(base64: string): string {
  try {
    const signs = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(signs, (sign) => sign.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** `user:password` in base64, as Basic authentication and `AUTH PLAIN` have it. */
function inBase64(text: string, found: FoundPassword): void {
  const plain = decoded(text);
  const parts = plain.includes('\0') ? plain.split('\0').slice(-2) : plain.split(/:(.*)/s, 2);
  const password = parts[1] ?? (plain.includes('\ufffd') ? '' : plain);
  if (password !== '') found(text, parts.length > 1 ? (parts[0] ?? '') : '', password);
}

/** What a shell puts something else for, the next option, a path, a Windows option or share. */
const isOther =
  /^(?:[`]|\$[({]|--?[a-z]+(?:-[a-z]+)*$|(?:~|\.{1,2})?(?:\/[\w.-]+){2,}$|\/[a-z]+(?::|$)|\\\\)/i;

function eachWord(pattern: RegExp, text: string, found: FoundPassword): void {
  for (const [, ...groups] of text.matchAll(pattern)) {
    const given = last(groups.slice(-3));
    if (!isOther.test(given)) found(given, '');
  }
}

/** Two names of one word: an account, then its password. */
function eachPair(pattern: RegExp, text: string, found: FoundPassword): void {
  for (const [, user = '', ...groups] of text.matchAll(pattern)) {
    const given = last(groups.slice(0, 3));
    if (!isOther.test(given)) found(given, user);
  }
}

function inCommands(text: string, found: FoundPassword, isCut: boolean): void {
  for (const [all, ...groups] of text.matchAll(flagged))
    if (!/[ \t]-P[ \t]?[^ \t]*$/.test(all) && !isOther.test(last(groups))) found(last(groups), '');
  eachWord(capital, text, found);
  eachWord(otherFlag, text, found);
  eachWord(longFlag, text, found);
  eachPair(account, text, found);
  eachPair(netUser, text, found);
  eachPair(netUse, text, found);
  eachWord(secureString, text, found);
  eachWord(hashed, text, found);
  for (const [, given = ''] of text.matchAll(expected)) found(given, '');
  const told = (given: string): void => {
    if (isNoSecret.test(given)) return;
    for (const line of given.split(/\\n|\n/)) {
      const colon = line.indexOf(':');
      found(line, '');
      if (colon > 0) found(line.slice(colon + 1), line.slice(0, colon));
    }
  };
  const toFile = isHanded.test(text);
  for (const { 0: all, index, ...groups } of text.matchAll(said)) {
    const rest = text.slice(index + all.length, index + all.length + 300);
    if (toFile || isPiped.test(rest) || (isCut && !/[|;&>\n]/.test(rest)))
      told(last([groups[1], groups[2], groups[3]]));
  }
  if (isCut || toFile) eachWord(handed, text, told);
  if (isCut || text.includes('chpasswd'))
    for (const [, user = '', given = ''] of text.matchAll(pair)) found(given, user);
}

const percentDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // Not percent-encoded: as it stands.
    return text;
  }
};

/**
 * Calls `found` for everything in `text` that stands where a password does, whether it looks like a person's or not. Of a
 * text that was cut (`isCut`) what would tell is maybe no longer there: in doubt it is one.
 */
export function findPasswords(text: string, found: FoundPassword, isCut = false): void {
  const read =
    text.length <= mostSearched
      ? text
      : `${text.slice(0, mostSearched / 2)}\n${text.slice(-mostSearched / 2)}`;
  if (read.length < 6) return;
  for (const [all, ...groups] of read.matchAll(named)) {
    const given = last(groups.slice(0, 3));
    // `a topic is a secret: choose a long one` is a sentence.
    if (/^[^\s]*secret:[ \t]+\p{Ll}+$/iu.test(all) || /^(?:[`]|\$[({])/.test(given)) continue;
    found(given, '', percentDecoded(given));
  }
  if (read.includes('@'))
    for (const [, user = '', given = ''] of read.matchAll(userInfo))
      found(given, user, percentDecoded(given));
  const beginning = isCut ? cutUserInfo.exec(read) : null;
  if (beginning) found(beginning[2] ?? '', beginning[1] ?? '');
  if (read.includes('<')) for (const [, given = ''] of read.matchAll(element)) found(given, '');
  if (read.includes('<methodCall')) for (const [, given = ''] of read.matchAll(methodValue)) found(given, '');
  for (const [, given = ''] of read.matchAll(basic)) inBase64(given, found);
  for (const pattern of [bearer, authorization])
    for (const [, given = ''] of read.matchAll(pattern)) if (/\d/.test(given)) found(given, '', given, true);
  for (const [, given = ''] of read.matchAll(plainAuth)) inBase64(given, found);
  for (const [, given = ''] of read.matchAll(passLine)) if (!sentence.test(given)) found(given, '');
  for (const pattern of imapLogins) eachPair(pattern, read, found);
  for (const [, given = ''] of read.matchAll(sql)) found(given, '');
  inCommands(read, found, isCut);
}
