/** Measures the shell model and the fused scorer on what they never saw. */

import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/core/event.ts';
import { emptyHistory } from '../../src/core/history.ts';
import { parseCowrie } from '../../src/ingest/cowrie.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
import { commandAttackFrom } from '../../src/score/command.ts';
import { contractRanges } from '../../src/score/contract-features.ts';
import { judgeFeatures } from '../../src/score/legacy-features.ts';
import { tactics } from '../../src/score/shell/classify.ts';
import { createScoreStream, type StatementScorer } from '../../src/score/stream.ts';
import { cowrieRecordings, dataFile } from '../data-sets.ts';
import { sumOfLine, toBags, trainAttack } from './attack-model.ts';
import { calibrationOf, heldOutSums } from './fit.ts';
import { type Graded, spearman } from './ranks.ts';
import { attackSets, readLines, readSessions } from './sets.ts';
import { predict, toSequence, trainTactics } from './tactic-model.ts';

type Progress = (message: string) => void;
const folds = 5;

export interface TacticFigures {
  macroF1: number;
  exact: number;
  sessions: number;
  perTactic: { tactic: string; precision: number; recall: number; f1: number; statements: number }[];
  /** Rows the truth, columns the prediction. */
  confusion: number[][];
}

/** Cross-validated by campaign: near-duplicates are never on both sides. */
export function measureTactics(dataFolder: string, onProgress: Progress): TacticFigures {
  const sequences = readSessions(dataFolder).map((session) => toSequence(session, session.tactics));
  const groups = [...new Set(sequences.map(({ group }) => group))];
  const confusion = tactics.map(() => new Array<number>(tactics.length).fill(0));
  let exact = 0;
  for (let fold = 0; fold < folds; fold += 1) {
    const out = new Set(groups.filter((_, at) => at % folds === fold));
    const weights = trainTactics(sequences.filter(({ group }) => !out.has(group)));
    for (const sequence of sequences.filter(({ group }) => out.has(group))) {
      const predicted = predict(weights, sequence);
      predicted.forEach((tactic, at) => {
        confusion[sequence.labels[at]!]![tactic]! += 1;
      });
      if (predicted.every((tactic, at) => tactic === sequence.labels[at])) exact += 1;
    }
    onProgress(`shell: tactics, fold ${fold + 1} of ${folds}`);
  }
  const perTactic = tactics.map((tactic, number) => {
    const right = confusion[number]![number]!;
    const statements = confusion[number]!.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, row) => sum + row[number]!, 0);
    return {
      tactic,
      precision: right / Math.max(1, predicted),
      recall: right / Math.max(1, statements),
      f1: (2 * right) / Math.max(1, predicted + statements),
      statements,
    };
  });
  return {
    macroF1: perTactic.reduce((sum, { f1 }) => sum + f1, 0) / tactics.length,
    exact: exact / sequences.length,
    sessions: sequences.length,
    perTactic,
    confusion,
  };
}

export interface CommandFigures {
  /** Share called an attack, by set, each line judged by a model that saw neither it nor its near-duplicates. */
  held: Record<string, number>;
  /** The same where the whole set was left out of training. */
  leftOut: Record<string, number>;
}

export function measureCommands(dataFolder: string, onProgress: Progress): CommandFigures {
  const bags = toBags(readLines(dataFolder));
  const held = heldOutSums(bags, onProgress);
  const { slope, offset } = calibrationOf(held);
  const isAttack = (sum: number): boolean => 1 / (1 + Math.exp(-(slope * sum + offset))) >= commandAttackFrom;
  const figures: CommandFigures = { held: {}, leftOut: {} };
  for (const set of new Set(bags.map((bag) => bag.set))) {
    const mine = held.filter(({ bag }) => bag.set === set);
    figures.held[set] = mine.filter(({ sum }) => isAttack(sum)).length / mine.length;
  }
  for (const set of attackSets) {
    const weights = trainAttack(bags.filter((bag) => bag.set !== set));
    const mine = bags.filter((bag) => bag.set === set);
    figures.leftOut[set] = mine.filter((bag) => isAttack(sumOfLine(bag, weights))).length / mine.length;
    onProgress(`shell: attack or not, without ${set}`);
  }
  return figures;
}

export interface SessionFigures {
  sessions: number;
  /** By weak class: how many sessions, least and greatest risk, share of risk 8 and more. */
  byClass: Record<string, { sessions: number; least: number; greatest: number; alerts: number }>;
}

/** One recording has a hash in place of each address: longer than a host's name may be, so its first half stands for it. */
const withShortSource = (record: JsonObject): JsonObject =>
  typeof record.src_ip === 'string' && /^[0-9a-f]{64}$/.test(record.src_ip)
    ? { ...record, src_ip: record.src_ip.slice(0, 32) }
    : record;

/** The real Cowrie logs, played through as `decoyverse score --sessions` does. */
export function measureSessions(dataFolder: string, scorer: StatementScorer): SessionFigures {
  const figures: SessionFigures = { sessions: 0, byClass: {} };
  for (const name of cowrieRecordings) {
    const linesOf = (ending: string): string[] =>
      readFileSync(dataFile(dataFolder, 'cowrie_real', name + ending), 'utf8')
        .trim()
        .split('\n');
    const classes = new Map(
      linesOf('.sessions.jsonl').map((line) => {
        const { session, weak_class } = JSON.parse(line) as { session: string; weak_class: string };
        return [session, weak_class];
      }),
    );
    const stream = createScoreStream({ scorer, sessions: true });
    const worst = new Map<string, number>();
    const note = (lines: readonly { session: string; risk_score: number }[]): void => {
      for (const { session, risk_score } of lines)
        worst.set(session, Math.max(risk_score, worst.get(session) ?? 0));
    };
    for (const line of linesOf('.json')) {
      const draft = parseCowrie(withShortSource(JSON.parse(line) as JsonObject));
      if (draft) note(stream.take(draft).ended);
    }
    note(stream.end());
    for (const [session, risk] of worst) {
      const weak = classes.get(session);
      if (weak === undefined) continue;
      const mine = figures.byClass[weak] ?? { sessions: 0, least: 10, greatest: 0, alerts: 0 };
      figures.byClass[weak] = mine;
      mine.sessions += 1;
      mine.least = Math.min(mine.least, risk);
      mine.greatest = Math.max(mine.greatest, risk);
      if (risk >= 8) mine.alerts += 1;
      figures.sessions += 1;
    }
  }
  return figures;
}

const judge = (scorer: StatementScorer, service: string, payload: string, activity = 'command') =>
  scorer.judge({
    event: parseNativeEvent({
      timestamp: '2026-11-25T08:00:00Z',
      service,
      source_ip: '203.0.113.9',
      activity,
      payload: payload.slice(0, 10_000),
    }),
    history: emptyHistory,
    session: null,
    baseline: null,
  });

/** Correlation with experts' levels: over all, and over those that are judged as anything but ordinary. */
export function measureRanks(scorer: StatementScorer, graded: readonly Graded[]) {
  const judged = graded.map(({ service, activity, payload, level }) => ({
    level,
    verdict: judge(scorer, service, payload, activity),
  }));
  const some = judged.filter(({ verdict }) => verdict.attack_type !== 'Normal' || verdict.risk_score > 2);
  const rank = (list: typeof judged): number =>
    spearman(
      list.map(({ level }) => level),
      list.map(({ verdict }) => verdict.risk_score),
    );
  return { all: rank(judged), count: judged.length, judged: rank(some), judgedCount: some.length };
}

/** Share of lines with at least this risk. */
export function shareAbove(
  scorer: StatementScorer,
  service: string,
  texts: readonly string[],
  risk: number,
): number {
  return texts.filter((text) => judge(scorer, service, text).risk_score >= risk).length / texts.length;
}

/** Share of command lines with risk 8 and more in the event of an agent: the process that opened a decoy file. */
export function alertsOfAgents(scorer: StatementScorer, texts: readonly string[]): number {
  const isAlert = (cmdline: string): boolean =>
    scorer.judge({
      event: parseNativeEvent({
        timestamp: '2026-11-25T08:00:00Z',
        hostname: 'admission-7',
        username: 'mara',
        file_accessed: 'notes.txt',
        file_path: '/home/mara/notes.txt',
        action: 'ACCESSED',
        severity: 'LOW',
        alert_type: 'file_access',
        extra: { cmdline: cmdline.slice(0, 10_000) },
      }),
      history: emptyHistory,
      session: null,
      baseline: null,
    }).risk_score >= 8;
  return texts.filter(isAlert).length / texts.length;
}

/** Agreement with the labels of the Python platform's made-up six-number files. */
export function measureFeatures(dataFolder: string, file: string): number {
  const [header = '', ...lines] = readFileSync(dataFile(dataFolder, 'decoyverse_upstream', file), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  let right = 0;
  for (const line of lines) {
    const values = line.split(',');
    const features = Object.fromEntries(
      Object.entries(contractRanges).map(([name, [least, greatest]]) => [
        name,
        Math.min(greatest, Math.max(least, Number(values[names.indexOf(name)]))),
      ]),
    ) as unknown as Parameters<typeof judgeFeatures>[0];
    const predicted = judgeFeatures(features, { scored_by: 'rules', model: 'six' }).attack_type;
    if (predicted === values[names.indexOf('label')]) right += 1;
  }
  return right / lines.length;
}
