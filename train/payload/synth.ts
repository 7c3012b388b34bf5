/** Rows written by templates: attacks of every family and benign look-alikes, wrapped as they come to a decoy. */
import type { AttackType } from '../../src/core/verdict.ts';
import { expand, type Grammar, readGrammar } from './grammar.ts';
import { createRandom } from './learn.ts';
import type { Row } from './sets.ts';

const familyLists: readonly (readonly [string, AttackType, number])[] = [
  ['sqlinjection', 'SqlInjection', 2500],
  ['xss', 'CrossSiteScripting', 2000],
  ['traversal', 'PathTraversal', 1500],
  ['commandinjection', 'CommandInjection', 5000],
  ['templateinjection', 'TemplateInjection', 1600],
  ['insecuredeserialization', 'InsecureDeserialization', 900],
  ['serversiderequestforgery', 'ServerSideRequestForgery', 1000],
  ['fileinclusion', 'FileInclusion', 900],
  ['xxe', 'XmlExternalEntity', 700],
  ['injection', 'Injection', 1600],
  ['recon', 'Recon', 1500],
  ['batch', 'CommandInjection', 600],
  ['oddcommand', 'CommandInjection', 1500],
  ['mailinjection', 'Injection', 400],
  ['sqlpiece', 'SqlInjection', 2000],
  ['scriptpiece', 'CommandInjection', 1500],
  ['tagpiece', 'CrossSiteScripting', 1000],
  ['remote', 'ServerSideRequestForgery', 500],
  ['splitting', 'Injection', 500],
  ['probe2', 'Recon', 500],
  ['fuzz', 'Injection', 600],
];
/** Harmless lists, each with its own label: what looks like an attack, and what forms and interfaces are full of. */
const benignLists: readonly (readonly [string, string, number])[] = [
  ['piece', 'benign', 26_000],
  ['ordinary', 'ordinary', 8_000],
];

export function synthesise(seed: number): Row[] {
  const grammar = readGrammar('benign', 'attack');
  const random = createRandom(seed);
  const rows: Row[] = [];
  for (const [list, family, count] of familyLists) {
    for (let at = 0; at < count; at += 1) {
      const text = expand(grammar, `«${list}»`, random);
      rows.push({ set: 'written', text: wrap(text, grammar, random), attack: true, family, label: list });
    }
  }
  for (const [list, label, count] of benignLists) {
    for (let at = 0; at < count; at += 1) {
      const text = expand(grammar, `«${list}»`, random);
      rows.push({
        set: 'written',
        text: wrap(text, grammar, random),
        attack: false,
        family: null,
        role: 'look-alike',
        label,
      });
    }
  }
  return rows;
}

/** The text bare, or as it travels: a parameter, a path, a header, a form, JSON, a whole request. */
export function wrap(text: string, grammar: Grammar, random: () => number): string {
  const way = random();
  const fill = (template: string) => expand(grammar, template, random);
  if (way < 0.45) return text;
  const coded =
    random() < 0.6
      ? encodeURIComponent(toWellFormed(text))
      : text.replaceAll(' ', random() < 0.5 ? '+' : '%20');
  if (text.startsWith('/') && way < 0.75) return request(fill, text.replaceAll(' ', '%20'), '', '');
  if (way < 0.6) return `${fill('«key»')}=${coded}`;
  if (way < 0.7) return `${fill('«path»')}?${fill('«query»')}&${fill('«key»')}=${coded}`;
  if (way < 0.8) return request(fill, `${fill('«path»')}?${fill('«key»')}=${coded}`, '', '');
  if (way < 0.88)
    return request(fill, fill('«path»'), '', `${fill('«key»')}=${fill('«value»')}&${fill('«key»')}=${coded}`);
  if (way < 0.9)
    return request(fill, fill('«path»'), '', `<?xml version="1.0"?><r><name>${escapeXml(text)}</name></r>`);
  if (way < 0.93)
    return request(
      fill,
      fill('«path»'),
      '',
      JSON.stringify({ [fill('«key»')]: text, [fill('«key»')]: fill('«noun»') }),
    );
  const header = ['Referer', 'Cookie', 'X-Forwarded-For', 'User-Agent', 'X-Api-Version'][
    Math.floor(random() * 5)
  ]!;
  const value = header === 'Cookie' ? `${fill('«key»')}=${coded}` : text.replaceAll(/[\r\n]/g, ' ');
  return request(fill, fill('«path»'), `${header}: ${value}\r\n`, '');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function toWellFormed(text: string): string {
  return text.replaceAll(/[\ud800-\udfff]/g, '?');
}

function request(fill: (template: string) => string, target: string, extra: string, body: string): string {
  const agent = extra.startsWith('User-Agent') ? '' : `User-Agent: ${fill('«agent»')}\r\n`;
  const kind =
    body === ''
      ? ''
      : `Content-Type: ${body.startsWith('{') ? 'application/json' : body.startsWith('<') ? 'text/xml' : 'application/x-www-form-urlencoded'}\r\n`;
  const head = `${body === '' ? 'GET' : 'POST'} ${target} HTTP/1.1\r\nHost: ${fill('«first»').toLowerCase()}.example.com\r\n`;
  return `${head}${agent}Accept: */*\r\nAccept-Language: en-US,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br\r\n${fill('«header2»')}\r\n${kind}${extra}Connection: keep-alive\r\n\r\n${body}`;
}
