/** Journal entries as cases write them, and the names of the streams they go to. */
import type { JournalEntry } from '../core/query.ts';

export interface JournalParts {
  /** ISO. */
  now(): string;
  /** Journals list by time and then by id: ids that grow keep the order of writing. */
  growingHex(): string;
}

export const incidentStream = (incidentId: string): string => `incident:${incidentId}`;
/** What people, keys and the operator changed. */
export const auditStream = 'audit';
/** What verdicts changed about scoring and alerting. */
export const tuningStream = 'tuning';

export const newEntry = (
  { now, growingHex }: JournalParts,
  entry: Pick<JournalEntry, 'user_id' | 'stream' | 'by' | 'kind' | 'data'>,
): JournalEntry => ({ ...entry, id: growingHex(), at: now() });
