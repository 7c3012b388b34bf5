/** A text as the rules over text read it: looked through once, for the words of all of them. */
import { commandRules } from './commands.ts';
import { logRules } from './log-lines.ts';
import { queryRules } from './queries.ts';
import type { TextRule } from './text-rule.ts';
import { webRules } from './web.ts';
import { wireRules } from './wire.ts';
import { createWordFinder } from './words.ts';

export interface Look {
  text: string;
  /** Whether the rule may hold: one of its words stands in the text. */
  may(rule: TextRule): boolean;
}

/** Longer texts are read by their first and last part: what runs is at one of the ends. */
const wholeLength = 6_000;
const partLength = 3_000;

const rules = [...new Set([...webRules, ...queryRules, ...wireRules, ...commandRules, ...logRules])];
const numberOf = new Map(rules.map((rule, at) => [rule, at]));
const finder = createWordFinder(rules.map(({ words }) => words));

export function lookAt(full: string): Look {
  const text = full.length <= wholeLength ? full : `${full.slice(0, partLength)}\n${full.slice(-partLength)}`;
  const found = finder.find(text);
  return {
    text,
    may(rule) {
      const at = numberOf.get(rule);
      return at === undefined || ((found[at >>> 5]! >>> (at & 31)) & 1) === 1;
    },
  };
}
