/**
 * Makes an attacker's bytes harmless before they become part of a message (docs/channels.md, "Hostile text").
 * `inert` is for every channel, `defang` for those that people read, the escapers for one markup each.
 */
import tlds from 'tlds' with { type: 'json' };
import { clip, isFormula, visible } from '../../lib/text.ts';

/** Invisible characters become visible escapes; every kind of blank becomes a space; at most three combining marks per letter. */
export function printable(text: string, max: number): string {
  const shown = visible(text.slice(0, max * 2))
    .replace(/\p{Zs}/gu, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1');
  return clip(text.length > max * 2 ? `${shown}…` : shown, max);
}

/** `printable`, and not a formula for a spreadsheet: a quote is put in front. */
export function inert(text: string, max: number): string {
  const shown = printable(text, max);
  return isFormula(shown) ? clip(`'${shown}`, max) : shown;
}

/** File extensions that are not top-level domains: mail and chat programs do not turn `passwords.txt` into a link. */
const fileEnding =
  /^(?:txt|php\d?|html?|xml|json|ya?ml|csv|tsv|log|conf|cfg|ini|env|exe|dll|bat|sql|sqlite|db|bak|old|tmp|pdf|docx?|xlsx?|pptx?|key|pem|crt|pfx|kdbx|aspx?|jspx?|cgi|js|ts|jar|war|tgz|gz|tar|rar|iso|img|png|jpe?g|gif|svg|dat|bin|elf|lnk|hta|msi|vbs|ps1)$/i;

/** Names that programs make links of: the top-level domains, and those of networks that have no public names. */
const endings: ReadonlySet<string> = new Set([
  ...tlds,
  ...[
    'example',
    'invalid',
    'test',
    'localhost',
    'local',
    'internal',
    'lan',
    'home',
    'corp',
    'intranet',
    'onion',
  ],
]);
const isEnding = (label: string): boolean => {
  // A hyphen ends the name for some programs.
  const lower = label.toLowerCase().split('-', 1)[0] ?? '';
  return (endings.has(lower) || label.toLowerCase().startsWith('xn--')) && !fileEnding.test(lower);
};

/** Host names that are links whatever they end in: after a scheme, after two (back)slashes, and those that begin with `www.`. */
const hosts = /(?:\[:\]\/\/|\[\\\\\]|\bwww\.)[\p{L}\p{N}.。．｡_-]{1,253}/giu;

/**
 * Breaks everything that programs would turn into a link or a mention: `http[:]//evil[.]example`, `[@]name`. A name like
 * `anna.smith`, which no program takes for a host, stays as it is.
 */
export function defang(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*):(?=[/\\]{2})/gi, '$1[:]')
    .replace(
      /\b(javascript|vbscript|data|mailto|tel|sms|file|skype|slack|tg|msteams|ms-[a-z]+):(?=\S)/gi,
      '$1[:]',
    )
    .replace(/(^|[^\\])\\\\(?=[\p{L}\p{N}[])/gu, '$1[\\\\]')
    .replace(hosts, (host) => host.replace(/[.。．｡](?=\p{L})/gu, '[.]'))
    .replace(/(?<=[\p{L}\p{N}\]-])[.。．｡](?=(\p{L}[\p{L}\p{N}-]*))/gu, (dot, ending: string) =>
      dot === '.' && !isEnding(ending) ? '.' : '[.]',
    )
    .replace(/[@＠](?=[\p{L}\p{N}])/gu, '[@]');
}

/** Cuts a text that was defanged. What is left of a cut name may be a host (`evil.comet` becomes `evil.com`). */
export const clipQuoted = (text: string, max: number): string =>
  text.length <= max ? text : defang(clip(text, Math.max(1, max - 2)));

/** An absolute http(s) link without user name, or null. */
export function safeLink(link: string | null): string | null {
  if (!link || link.length > 2000 || !URL.canParse(link)) return null;
  const url = new URL(link);
  return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

/** Text of HTML elements and of attributes in double quotes. */
export const htmlText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Slack's three special characters: without them no `<!channel>`, `<@U1>` or `<http://…|text>` is left. */
export const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** For text in which `<…>` is a mention, a link or markup. */
export const withoutAngles = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›');

/** A one-line code span of Slack or Discord; a back-tick would end it. */
export const codeSpan = (text: string): string => `\`${text.replaceAll('`', 'ˋ') || ' '}\``;

/** Markdown of Discord: every character with a meaning gets a backslash. */
export const markdownText = (text: string): string => text.replace(/[\\`*_~|<>#[\]()@:+\-.!/]/g, '\\$&');

/** JSON that a log viewer or a relay cannot mistake for markup. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * The longest of several builds that has at most `maxBytes` bytes. `build` gets the share of its texts' limits to use
 * (1 down to 0.1).
 */
export function fitted(maxBytes: number, build: (share: number) => string): string {
  for (const share of [1, 0.6, 0.35, 0.2]) {
    const body = build(share);
    if (Buffer.byteLength(body) <= maxBytes) return body;
  }
  return build(0.1);
}
