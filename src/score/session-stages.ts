/** The finding for how far a shell session has come, from its stages, which are kept as bits in the session's memo. */
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { stage } from './stages.ts';

const names: readonly (readonly [number, string])[] = [
  [stage.discovery, 'looked around'],
  [stage.collection, 'read secrets'],
  [stage.download, 'downloaded a file'],
  [stage.build, 'written a program'],
  [stage.chmod, 'made it executable'],
  [stage.execution, 'run it'],
  [stage.persistence, 'arranged to come back'],
  [stage.evasion, 'covered tracks'],
  [stage.impact, 'done harm'],
];

function countOf(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; left &= left - 1) count += 1;
  return count;
}

export const stagesOf = (memo: { [key: string]: number } | undefined): number => memo?.stages ?? 0;

/** Requests to relay that the session has sent so far. */
export const relaysOf = (memo: { [key: string]: number } | undefined): number => memo?.relays ?? 0;

/** What the session's earlier commands add to this one's risk. */
export function stageFinding({ session }: Facts, stages: number): Finding | null {
  const before = stagesOf(session?.memo);
  const deep = (before | stages) & ~stage.discovery;
  if (session === null || before === 0) return null;
  const reached = names.filter(([bit]) => ((before | stages) & bit) !== 0).map(([, name]) => name);
  if ((stages & ~stage.discovery) !== 0 && countOf(deep) >= 2) {
    return {
      rule: 'stages-unfold',
      reason: `The session has ${reached.join(', ')}, step by step.`,
      field: 'history',
      text: `${reached.length} stages of an attack in this session`,
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
      reason: `The visitor has run ${commands} commands in this session to find out where they are.`,
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
