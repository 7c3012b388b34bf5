/** Decides which text rules are worth trying on a text, by searching it once for the keywords of all of them. */
import { commandRules } from './commands.ts';
import { createWordFinder } from './keyword-finder.ts';
import { logRules } from './log-lines.ts';
import { queryRules } from './queries.ts';
import type { TextRule } from './text-rule.ts';
import { webRules } from './web.ts';
import { wireRules } from './wire.ts';

export interface Prefiltered {
  /** The text that rules are tried on. */
  text: string;
  /** Those of `rules` that may match, in their order: the text has one of their keywords, or they have none. */
  likely(rules: readonly TextRule[]): readonly TextRule[];
}

/** Longer texts are read by their first and last part: what runs is at one of the ends. */
const wholeLength = 6_000;
const partLength = 3_000;

const rules = [...new Set([...webRules, ...queryRules, ...wireRules, ...commandRules, ...logRules])];
const numberOf = new Map(rules.map((rule, at) => [rule, at]));
/** Each list's rules as numbers: most rules are passed over, so nothing is looked up for them. */
const numbersOf = new Map(
  [webRules, queryRules, wireRules, commandRules, logRules].map((list) => [
    list,
    Int16Array.from(list, (rule) => numberOf.get(rule)!),
  ]),
);
const finder = createWordFinder(rules.map(({ words }) => words));

/** `full`: any text; of a long one the head and the tail are used. */
export function prefilter(full: string): Prefiltered {
  const text = full.length <= wholeLength ? full : `${full.slice(0, partLength)}\n${full.slice(-partLength)}`;
  const found = finder.find(text);
  return {
    text,
    likely(list) {
      const numbers = numbersOf.get(list);
      if (numbers === undefined) return list;
      const some: TextRule[] = [];
      for (let at = 0; at < numbers.length; at += 1) {
        const number = numbers[at]!;
        if (((found[number >>> 5]! >>> (number & 31)) & 1) === 1) some.push(list[at]!);
      }
      return some;
    },
  };
}
