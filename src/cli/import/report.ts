/** What became of every record of a file: each one that was in it is counted here once. */

import type { EventOutcome } from '../../client/event-outcome.ts';
import { countText, plural } from '../terminal.ts';

export interface Problem {
  line: number;
  reason: string;
}

/** Every record is exactly one of accepted, duplicate, skipped or bad. */
export interface FileReport {
  file: string;
  node_id: string | null;
  node: string;
  records: number;
  accepted: number;
  duplicate: number;
  /** Records that are no events. */
  skipped: number;
  /** How many of them for which reason. */
  skipped_reasons: { [reason: string]: number };
  bad: number;
  /** Of those accepted or duplicate: older than retention keeps them. */
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

export const newReport = (file: string, node: { node_id: string | null; name: string }): FileReport => ({
  file,
  node_id: node.node_id,
  node: node.name,
  records: 0,
  accepted: 0,
  duplicate: 0,
  skipped: 0,
  skipped_reasons: {},
  bad: 0,
  expired: 0,
  alerts: 0,
  seconds: 0,
  problems: [],
  failure: null,
});

/** Counts a bad record; returns the problem while there is room to name it. */
export function countProblem(report: FileReport, line: number, reason: string): Problem | null {
  report.bad += 1;
  const problem = { line, reason };
  if (report.problems.length >= maxProblems) return null;
  report.problems.push(problem);
  return problem;
}

export function countSkipped(report: FileReport, reason: string): void {
  report.skipped += 1;
  report.skipped_reasons[reason] = (report.skipped_reasons[reason] ?? 0) + 1;
}

/** Counts what became of one event; returns the problem where there is a new one to name. */
export function countOutcome(report: FileReport, line: number, outcome: EventOutcome): Problem | null {
  if (outcome.status === 'rejected') return countProblem(report, line, outcome.reason ?? 'was rejected');
  report[outcome.status] += 1;
  if (outcome.alert_created && outcome.status === 'accepted') report.alerts += 1;
  return null;
}

/** One line that accounts for every record. */
export function summary(report: FileReport): string {
  const rate =
    report.seconds > 0
      ? ` (${report.seconds.toFixed(1)} s, ${countText(report.records / report.seconds)}/s)`
      : '';
  const parts = [
    `${countText(report.accepted)} new`,
    `${countText(report.duplicate)} already known`,
    ...(report.skipped > 0 ? [`${countText(report.skipped)} skipped (sensor messages)`] : []),
    `${countText(report.bad)} bad`,
  ];
  return `${report.file}: ${plural(report.records, 'record')}: ${parts.join(', ')}; ${plural(report.alerts, 'alert')} on node ${report.node}${rate}`;
}
