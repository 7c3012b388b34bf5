/** The outcome of every record of a file: each is counted exactly once. */

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
  /** Records that are not events. */
  skipped: number;
  /** Their number by reason. */
  skipped_reasons: { [reason: string]: number };
  bad: number;
  /** Of those accepted or duplicate: older than the retention period. */
  expired: number;
  alerts: number;
  seconds: number;
  /** The first problems; `bad` counts all. */
  problems: Problem[];
  /** Why the file was not read to its end; null if it was. */
  failure: string | null;
}

/** Limit of the problems that are kept and shown for one file. */
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

/** Counts a bad record; returns the problem unless too many have been shown. */
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

/** Counts the outcome of one event; returns the problem if there is a new one to show. */
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
