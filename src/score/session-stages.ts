/** How far a shell session has come: stages, kept as bits in the session's memo, and what they add up to. */
import type { Facts } from './facts.ts';
import type { Sign } from './finding.ts';
import { stage } from './stages.ts';

const names: readonly (readonly [number, string])[] = [
  [stage.look, 'looked around'],
  [stage.steal, 'read secrets'],
  [stage.fetch, 'fetched a file'],
  [stage.build, 'written a program'],
  [stage.mode, 'made it executable'],
  [stage.run, 'run it'],
  [stage.stay, 'arranged to come back'],
  [stage.hide, 'covered tracks'],
  [stage.harm, 'done harm'],
];

function countOf(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; left &= left - 1) count += 1;
  return count;
}

export const stagesOf = (memo: { [key: string]: number } | undefined): number => memo?.stages ?? 0;

/** What the session's earlier commands add to this one's risk. */
export function storySign({ session }: Facts, stages: number): Sign | null {
  const before = stagesOf(session?.memo);
  const deep = (before | stages) & ~stage.look;
  if (session === null || before === 0) return null;
  const told = names.filter(([bit]) => ((before | stages) & bit) !== 0).map(([, name]) => name);
  if ((stages & ~stage.look) !== 0 && countOf(deep) >= 2) {
    return {
      rule: 'story-unfolds',
      reason: `Step by step the session has ${told.join(', ')}.`,
      field: 'history',
      text: `${told.length} stages of an attack in this session`,
      risk: Math.min(9.2, 7.4 + 0.4 * countOf(deep)),
      attackType: 'MalwareDeployment',
      tactics: ['Execution'],
      techniques: ['T1059.004'],
      sure: 0.95,
    };
  }
  const commands = session.commands + 1;
  if (deep === 0 && commands >= 4) {
    return {
      rule: 'looks-around',
      reason: `The visitor has run ${commands} commands in this session to see where it is.`,
      field: 'history',
      text: `${commands} commands in this session`,
      risk: Math.min(5.6, 4.2 + 0.1 * commands),
      attackType: 'Recon',
      tactics: ['Discovery'],
      techniques: ['T1082', 'T1083'],
      sure: 0.85,
    };
  }
  return null;
}
