/** What became of every record of a file: nothing that was in it may be missing here. */
import { countText, plural } from '../terminal.ts';
import type { Outcome } from './sink.ts';

export interface Problem {
  line: number;
  reason: string;
}

/** Every record is exactly one of new, known, passed over or bad. */
export interface Tally {
  file: string;
  node_id: string | null;
  node: string;
  records: number;
  accepted: number;
  duplicate: number;
  /** What the sensor says of itself: no event. */
  skipped: number;
  bad: number;
  /** Of those taken or known: older than retention keeps them. */
  expired: number;
  alerts: number;
  seconds: number;
  /** The first problems; `bad` counts all. */
  problems: Problem[];
  /** Why the file was not read to its end, or null. */
  failure: string | null;
}

/** Problems that are kept and shown for one file. */
export const maxProblems = 1000;

export const newTally = (file: string, node: { node_id: string | null; name: string }): Tally => ({
  file,
  node_id: node.node_id,
  node: node.name,
  records: 0,
  accepted: 0,
  duplicate: 0,
  skipped: 0,
  bad: 0,
  expired: 0,
  alerts: 0,
  seconds: 0,
  problems: [],
  failure: null,
});

export function countProblem(tally: Tally, line: number, reason: string): Problem | null {
  tally.bad += 1;
  const problem = { line, reason };
  if (tally.problems.length >= maxProblems) return null;
  tally.problems.push(problem);
  return problem;
}

/** Counts one answer; returns the problem where there is a new one to name. */
export function countOutcome(tally: Tally, line: number, outcome: Outcome): Problem | null {
  if (outcome.status === 'rejected') return countProblem(tally, line, outcome.reason ?? 'was refused');
  tally[outcome.status] += 1;
  if (outcome.alert_created && outcome.status === 'accepted') tally.alerts += 1;
  return null;
}

/** One line that accounts for every record. */
export function summary(tally: Tally): string {
  const rate =
    tally.seconds > 0
      ? ` (${tally.seconds.toFixed(1)} s, ${countText(tally.records / tally.seconds)}/s)`
      : '';
  const parts = [
    `${countText(tally.accepted)} new`,
    `${countText(tally.duplicate)} known already`,
    ...(tally.skipped > 0 ? [`${countText(tally.skipped)} of the sensor about itself`] : []),
    `${countText(tally.bad)} bad`,
  ];
  return `${tally.file}: ${plural(tally.records, 'record')}: ${parts.join(', ')}; ${plural(tally.alerts, 'alert')} on node ${tally.node}${rate}`;
}
