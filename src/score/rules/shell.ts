/** Applies the command rules to a command line. */
import type { Facts } from '../facts.ts';
import type { Sign } from '../sign.ts';
import { commandRules } from './commands.ts';

/** Longer lines are read by their first and last part: what runs is at one of the ends. */
const wholeLength = 6_000;
const partLength = 3_000;

export function shortened(text: string): string {
  if (text.length <= wholeLength) return text;
  return `${text.slice(0, partLength)}\n${text.slice(-partLength)}`;
}

export function commandSigns({ event }: Facts, signs: Sign[]): void {
  const text = shortened(event.payload);
  const lower = text.toLowerCase();
  for (const rule of commandRules) {
    if (rule.words.length > 0 && !rule.words.some((word) => lower.includes(word))) continue;
    const match = rule.pattern.exec(text);
    if (match === null) continue;
    signs.push({
      rule: rule.id,
      reason: rule.reason,
      field: 'payload',
      text: match[0],
      risk: rule.risk,
      attackType: rule.attackType,
      tactics: rule.tactics,
      techniques: rule.techniques,
      sure: rule.sure,
    });
  }
}
