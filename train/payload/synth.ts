/** Rows written by templates: attacks of every family and benign look-alikes, wrapped as they come to a decoy. */
import type { AttackType } from '../../src/core/verdict.ts';
import { fieldList } from './field-lists.ts';
import { expand, type Grammar, readGrammar } from './grammar.ts';
import { createRandom } from './learn.ts';
import type { Row } from './sets.ts';
import { drawWrapper, wrappers } from './wrappers.ts';

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
/** Harmless requests that are whole as they are written. */
const visits = 5_000;
const fieldLists = 2_500;

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
  for (let at = 0; at < visits; at += 1)
    rows.push({
      set: 'written',
      text: expand(grammar, '«visit»', random),
      attack: false,
      family: null,
      role: 'look-alike',
      label: 'visit',
    });
  for (let at = 0; at < fieldLists; at += 1)
    rows.push({
      set: 'written',
      text: wrap(fieldList(random), grammar, random),
      attack: false,
      family: null,
      role: 'look-alike',
      label: 'fields',
    });
  return rows;
}

/** The text bare, or as it travels: a parameter, a path, a header, a form, JSON, XML, a whole request. */
export function wrap(text: string, grammar: Grammar, random: () => number): string {
  const fill = (template: string) => expand(grammar, template, random);
  return wrappers[drawWrapper(text, random)]!(text, { fill, random });
}
