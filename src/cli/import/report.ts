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
  /** The events by the format that they were read as; `other` = a sensor that is not known. */
  formats: { [name: string]: number };
  /** Types of records that are kept and not understood, and how often each came. */
  not_understood: { [what: string]: number };
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
  formats: {},
  not_understood: {},
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

/** A sensor that no format is for. */
export const otherSensors = 'other';
/** Of one file; a type is the sender's word. */
const mostUnknown = 50;

export function countRead(report: FileReport, format: string, unknown: string | null): void {
  report.formats[format] = (report.formats[format] ?? 0) + 1;
  if (unknown === null) return;
  const known = Object.hasOwn(report.not_understood, unknown);
  const name = known || Object.keys(report.not_understood).length < mostUnknown ? unknown : 'others';
  report.not_understood[name] = (report.not_understood[name] ?? 0) + 1;
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

/** Reasons are ends of sentences: “is a message …”. */
const reasonsOf = (counts: { readonly [reason: string]: number }): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => {
      const words = reason.replace(/^is /, '');
      return Object.keys(counts).length === 1 ? words : `${countText(count)} × ${words}`;
    })
    .join(', ');

/** What the file was, where it was found by the import. */
function formatText({ formats }: FileReport): string {
  const names = Object.entries(formats).sort(([, a], [, b]) => b - a);
  return names.map(([name, count]) => (names.length === 1 ? name : `${name} ${countText(count)}`)).join(', ');
}

/** One line that accounts for every record. */
export function summary(report: FileReport, isFound: boolean): string {
  const rate =
    report.seconds > 0
      ? ` (${report.seconds.toFixed(1)} s, ${countText(report.records / report.seconds)}/s)`
      : '';
  const parts = [
    `${countText(report.accepted)} new`,
    `${countText(report.duplicate)} already known`,
    ...(report.skipped > 0
      ? [`${countText(report.skipped)} skipped (${reasonsOf(report.skipped_reasons)})`]
      : []),
    `${countText(report.bad)} bad`,
  ];
  const what = isFound && Object.keys(report.formats).length > 0 ? ` (${formatText(report)})` : '';
  return `${report.file}${what}: ${plural(report.records, 'record')}: ${parts.join(', ')}; ${plural(report.alerts, 'alert')} on node ${report.node}${rate}`;
}

/** What of the file's records was kept and not understood, a line for each. */
export const unknownLines = ({ file, not_understood }: FileReport): string[] =>
  Object.entries(not_understood).map(
    ([what, count]) => `${file}: ${plural(count, 'record')} kept, not understood: ${what}`,
  );
