/**
 * Texts from templates. A grammar file holds lists: `[name]`, then one template a line; `«name»` in a template
 * stands for a line of that list, chosen by a seeded generator. `«nl»` is CR LF, `«lf»` LF, `«sp»` a space,
 * `«ht»` a tab, `«nul»` a zero character; a line of the form `@ a b c` holds one-word lines.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Grammar = ReadonlyMap<string, readonly string[]>;

const builtin: Readonly<Record<string, string>> = { nl: '\r\n', lf: '\n', sp: ' ', ht: '\t', nul: '\0' };
const slot = /«([a-z0-9_]+)»/g;

/** Reads `train/payload/<name>.grammar` and, after it, any others; later lists may use earlier ones. */
export function readGrammar(...names: string[]): Grammar {
  const lists = new Map<string, string[]>();
  let current: string[] = [];
  for (const name of names) {
    for (const line of readFileSync(join(import.meta.dirname, `${name}.grammar`), 'utf8').split('\n')) {
      const heading = /^\[([a-z0-9_]+)\]$/.exec(line);
      if (heading !== null) {
        current = [];
        lists.set(heading[1]!, current);
      } else if (line.startsWith('@ ')) current.push(...line.slice(2).trim().split(/\s+/));
      else if (line !== '' && !line.startsWith('## ')) current.push(line);
    }
  }
  return lists;
}

export function expand(grammar: Grammar, from: string, random: () => number, depth = 0): string {
  return from.replace(slot, (_, name: string) => {
    const plain = builtin[name];
    if (plain !== undefined) return plain;
    const lines = grammar.get(name);
    if (lines === undefined) throw new Error(`the grammar has no list "${name}"`);
    const line = lines[Math.floor(random() * lines.length)]!;
    if (depth > 14) throw new Error(`the list "${name}" stands for itself`);
    return expand(grammar, line, random, depth + 1);
  });
}
