/**
 * Names that tell which collection a row is from, and nothing about what it does: hosts that testers write, the marker
 * words of their proofs, the headers that a test tool sends with all it sends. In training others stand in their place,
 * drawn by chance, in attacks and in harmless rows alike, so no weight can rest on them.
 */
import { expand, type Grammar } from './grammar.ts';

/** What an attack is about if it is reached: such hosts stay. */
const meant =
  /localhost|local$|internal|metadata|nip\.io|sslip\.io|xip\.io|localtest|lvh\.me|^(?:0x|\d)|169|burp|oast|interact/i;
const afterSlashes =
  /(?<=(?:\/|\\\/|%2f|&#x2f;)(?:\/|\\\/|%2f|&#x2f;)(?:[\w.-]{1,20}@)?)(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}(?![\w.-]*@)/gi;
const knownSites =
  /\b(?:www\.)?(?:xssed\.(?:com|org|net)|ha\.ckers\.org|evil(?:site|example)?\.(?:com|org|net)|attacker\.(?:com|org|net)|hacker\.(?:com|org)|coreruleset\.org|owasp\.org|rfi\.nessus\.org|cirt\.net|xss\.(?:rocks|cx|ht)|bxss\.me|vulnweb\.com|acunetix\.com)\b/gi;
const markers =
  /\b(?:xss(?:ed|er|ing)?|xssposed|hacked|pwned|owned|defaced|vulnerable|exploited|hax0r|acunetix|netsparker|attackme|nessus|sqlmap|probe)\b/gi;

const hosts: readonly string[] = (
  'www.google.com example.com example.org www.example.net shop.example.com cdn.example.org images.example.net ' +
  'www.facebook.com github.com en.wikipedia.org www.youtube.com news.example.org blog.example.com mail.example.net ' +
  'api.example.com static.example.org www.bbc.co.uk www.amazon.de login.example.com files.example.net docs.example.org ' +
  'www.example.ru forum.example.com www.spiegel.de le-monde.example.fr t.co bit.ly cloud.example.com my.example.io'
).split(' ');

export function withoutNames(text: string, grammar: Grammar, random: () => number): string {
  const host = (name: string): string =>
    meant.test(name) ? name : hosts[Math.floor(random() * hosts.length)]!;
  return text
    .replace(afterSlashes, host)
    .replace(knownSites, host)
    .replace(markers, () => expand(grammar, '«noun»', random));
}

/** Headers that a browser or a tool sends with every request, whatever is in it. */
const everyday =
  /^(?:host|user-agent|accept|accept-language|accept-encoding|accept-charset|connection|keep-alive|proxy-connection|cache-control|pragma|content-length)$/i;
/** Their values as they are where nobody put anything into them. */
const plainValue = /^[\w\s.,;:=/*+()#-]{0,300}$/;
const oddAgent = /\b(?:nikto|sqlmap|nmap|masscan|zgrab|curl|wget|python|go-http|libwww|scan)/i;

/** The everyday headers of a request drawn anew; what was put into one stays. */
export function withEverydayHeaders(text: string, grammar: Grammar, random: () => number): string {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0 || !/^[A-Z]{3,12} \S[^\r\n]* HTTP\/\d/.test(text)) return text;
  const fill = (template: string): string => expand(grammar, template, random);
  const [line = '', ...headers] = text.slice(0, end).split('\r\n');
  const kept = headers.filter((header) => {
    const colon = header.indexOf(':');
    const [name, value] = [header.slice(0, colon), header.slice(colon + 1)];
    return (
      !everyday.test(name) || !plainValue.test(value) || (/^user-agent$/i.test(name) && oddAgent.test(value))
    );
  });
  const drawn = [`Host: ${hosts[Math.floor(random() * hosts.length)]!}`];
  if (random() < 0.9 && !kept.some((header) => /^user-agent:/i.test(header)))
    drawn.push(`User-Agent: ${fill('«agent»')}`);
  if (random() < 0.8 && !kept.some((header) => /^accept:/i.test(header))) drawn.push(fill('«acceptline»'));
  if (random() < 0.5) drawn.push('Accept-Language: en-US,en;q=0.9', 'Accept-Encoding: gzip, deflate, br');
  if (random() < 0.3) drawn.push('Connection: keep-alive');
  return [line, ...drawn, ...kept].join('\r\n') + text.slice(end);
}
