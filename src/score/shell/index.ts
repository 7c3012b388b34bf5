/** The shell classifier: whether a command line is an attack, which statement shows it, and the tactic of each statement. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAttackReader } from './attack-features.ts';
import type { ShellTactic } from './classify.ts';
import { hashOf } from './features.ts';
import { knownBits, parseShellFile } from './model-file.ts';
import { isLook, type Reading, readStatement } from './reading.ts';
import { type Statement, splitStatements } from './split.ts';
import { createTagger } from './tagger.ts';

export type { ShellTactic, Statement };
export { splitStatements };

export interface CommandJudgement {
  /** Calibrated probability 0–1 that the line is an attack and not an administrator's work. */
  attack: number;
  /** The statement that contributes most, exactly as in the line; '' where there is none. */
  evidence: string;
  /** Share of words that training never saw, 0–1. */
  unknownShare: number;
  /** Every statement only looks around: programs that show, filter and print. */
  looks: boolean;
}

export interface ShellModel {
  version: string;
  sizeBytes: number;
  /** Share of training rows per tenth of `attack`. */
  scores: readonly number[];
  /** Pure, synchronous, linear in the length. */
  judge(line: ReadLine): CommandJudgement;
  /** Whether training saw this word as the name of a program. */
  knowsProgram(name: string): boolean;
  /** The tactic of each statement, knowing the whole session. */
  tag(line: ReadLine): ShellTactic[];
}

/** Statements of one line that are judged: the first ones and the last. */
const maxJudged = 24;
const separatorNumber: Record<string, number> = { '': 0, ';': 1, '|': 2, '||': 3, '&&': 4 };
export const separatorOf = ({ before }: Statement): number => separatorNumber[before] ?? 0;

/** The statements of a line that are judged. */
export const judgedStatements = <T>(all: readonly T[]): readonly T[] =>
  all.length <= maxJudged ? all : [...all.slice(0, maxJudged / 2), ...all.slice(-maxJudged / 2)];

/** A line taken apart. */
export interface ReadLine {
  statements: readonly Statement[];
  readings: readonly Reading[];
}

export function readLine(text: string): ReadLine {
  const statements = splitStatements(text);
  return { statements, readings: statements.map((statement) => readStatement(statement.text)) };
}

/** A word's place in the vocabulary. */
export const vocabularyPlace = (word: string): number => hashOf(word) & (2 ** knownBits - 1);

/** Programs' names are remembered apart from other words. */
export const programName = (name: string): string => `program ${name}`;

/** The line's sum: the worst statement, and a little of the others. */
export function lineSum(sums: readonly number[]): number {
  let top = Number.NEGATIVE_INFINITY;
  let others = 0;
  for (const sum of sums) {
    if (sum > top) {
      if (top > 0) others += top;
      top = sum;
    } else if (sum > 0) others += sum;
  }
  return top === Number.NEGATIVE_INFINITY ? -8 : top + Math.min(4, others * 0.25);
}

/** Reads the shipped model, or `file`. Throws when it is missing, damaged or of other features. */
export function openShellModel({
  file = join(import.meta.dirname, 'model.bin'),
}: {
  file?: string;
} = {}): ShellModel {
  const bytes = readFileSync(file);
  const weights = parseShellFile(bytes);
  const { attack, attackScale, attackBias, slope, offset, known } = weights;
  const tagger = createTagger(weights);
  const reader = createAttackReader();
  const isKnown = (word: string): boolean => {
    const place = vocabularyPlace(word);
    return ((known[place >>> 3]! >>> (place & 7)) & 1) === 1;
  };
  return {
    version: weights.version,
    knowsProgram: (name) => isKnown(programName(name)),
    sizeBytes: bytes.length,
    scores: weights.scores,
    tag: ({ statements, readings }) => tagger(statements, readings),
    judge(line) {
      const statements = judgedStatements(line.statements);
      const readings = judgedStatements(line.readings);
      let words = 0;
      let unknown = 0;
      let top = -1;
      let looks = statements.length > 0;
      const sums = readings.map((reading, at) => {
        const { places, count } = reader.read(statements[at]!.text, reading, separatorOf(statements[at]!));
        let sum = 0;
        for (let place = 0; place < count; place += 1) sum += attack[places[place]!]!;
        looks &&= isLook(reading);
        words += reading.words.length + 1;
        if (!isKnown(reading.command)) unknown += 1;
        for (const word of reading.words) if (!isKnown(word)) unknown += 1;
        return sum * attackScale + attackBias;
      });
      for (let at = 0; at < sums.length; at += 1) if (top < 0 || sums[at]! > sums[top]!) top = at;
      const chance = 1 / (1 + Math.exp(-(slope * lineSum(sums) + offset)));
      return {
        attack: chance,
        evidence: top < 0 ? '' : statements[top]!.text,
        unknownShare: words === 0 ? 0 : unknown / words,
        looks,
      };
    },
  };
}
