/** Trains the shell model from the data folder: the same data gives the same bytes. */

import { attackSize } from '../../src/score/shell/attack-features.ts';
import { tactics } from '../../src/score/shell/classify.ts';
import { hashOf, tableSize } from '../../src/score/shell/features.ts';
import { vocabularyPlace } from '../../src/score/shell/index.ts';
import { knownBits, type ShellWeights, toShellFile } from '../../src/score/shell/model-file.ts';
import { attackOptions, type Bag, calibrate, sumOfLine, toBags, trainAttack } from './attack-model.ts';
import { readLines, readSessions } from './sets.ts';
import { tacticOptions, toSequence, trainTactics } from './tactic-model.ts';

export const shellModelVersion = '2026.11.3';
export const shellSeeds = { attack: attackOptions.seed, tactics: tacticOptions.seeds };
const folds = 4;

export interface TrainInput {
  /** The folder that holds `logprecis_haas`, `benign_shell`, … */
  dataFolder: string;
  onProgress?: (message: string) => void;
}

export interface HeldOut {
  bag: Bag;
  sum: number;
}

/** Each line's sum from a model that saw neither the line nor its near-duplicates. */
export function heldOutSums(bags: readonly Bag[], onProgress: (message: string) => void): HeldOut[] {
  const foldOf = ({ group }: Bag): number => (hashOf(group) >>> 0) % folds;
  const found: HeldOut[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const weights = trainAttack(bags.filter((bag) => foldOf(bag) !== fold));
    for (const bag of bags) if (foldOf(bag) === fold) found.push({ bag, sum: sumOfLine(bag, weights) });
    onProgress(`shell: attack or not, fold ${fold + 1} of ${folds}`);
  }
  return found;
}

export const calibrationOf = (held: readonly HeldOut[]): { slope: number; offset: number } =>
  calibrate(held.map(({ bag, sum }) => ({ sum, attack: bag.attack, set: bag.set })));

/** Whole numbers of at most 15 bits and the step between them. */
function toSteps(values: Float64Array): { steps: Int16Array; scale: number } {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  const scale = top === 0 ? 1 : Number((top / 32_000).toPrecision(9));
  return { steps: Int16Array.from(values, (value) => Math.round(value / scale)), scale };
}

export function trainShell({ dataFolder, onProgress = () => undefined }: TrainInput): {
  file: Buffer;
  report: Record<string, number | string>;
} {
  const sessions = readSessions(dataFolder);
  const sequences = sessions.map((session) => toSequence(session, session.tactics));
  onProgress(`shell: ${sessions.length} sessions read`);
  const { own, follows } = trainTactics(sequences);
  onProgress('shell: tactics trained');

  const bags = toBags(readLines(dataFolder));
  onProgress(`shell: ${bags.length} lines read`);
  const held = heldOutSums(bags, onProgress);
  const { slope, offset } = calibrationOf(held);
  const weights = trainAttack(bags);
  const known = new Uint8Array(2 ** knownBits / 8);
  for (const { words } of bags) {
    for (const word of words) {
      const place = vocabularyPlace(word);
      known[place >>> 3]! |= 1 << (place & 7);
    }
  }
  const scores = new Array<number>(10).fill(0);
  const attacks = held.filter(({ bag }) => bag.attack);
  for (const { sum } of attacks) {
    const chance = 1 / (1 + Math.exp(-(slope * sum + offset)));
    scores[Math.min(9, Math.floor(chance * 10))]! += 1 / attacks.length;
  }
  const tactic = toSteps(own);
  const attack = toSteps(weights.values);
  if (tactic.steps.length !== tableSize * tactics.length || attack.steps.length !== attackSize)
    throw new RangeError('the tables have other sizes than the file');
  const rounded = (value: number): number => Number(value.toPrecision(7));
  const model: ShellWeights = {
    version: shellModelVersion,
    tactic: tactic.steps,
    tacticScale: tactic.scale,
    follows: Array.from(follows, rounded),
    attack: attack.steps,
    attackScale: attack.scale,
    attackBias: rounded(weights.bias),
    slope: rounded(slope),
    offset: rounded(offset),
    known,
    scores: scores.map((share) => Number(share.toFixed(4))),
  };
  const file = toShellFile(model);
  onProgress(`shell: model of ${file.length} bytes`);
  return {
    file,
    report: {
      version: shellModelVersion,
      sessions: sessions.length,
      lines: bags.length,
      size_bytes: file.length,
    },
  };
}
