/** What a sensor sent that was not taken, or not understood: kept because most sensors ignore our answer. */

/**
 * `unknown_key`: an inactive or deleted node's key. `unreadable`: nothing of a body could be read. `rejected`: a record was
 * refused. `unknown_record`: taken and kept, but its type is not known here. `too_many_sensors`: taken, but its sensor is not
 * a node of its own.
 */
export const ingestProblemKinds = [
  'unknown_key',
  'unreadable',
  'rejected',
  'unknown_record',
  'too_many_sensors',
] as const;
export type IngestProblemKind = (typeof ingestProblemKinds)[number];

export interface IngestProblemBody {
  kind: IngestProblemKind;
  /** Which input it came by: `opencanary`. */
  input: string;
  node_id: string | null;
  reason: string;
  /** Of whoever sent the latest. */
  address: string;
  /** Of the latest: its beginning, ≤ 1,000 characters. Hostile text. */
  sample: string;
  count: number;
  first_at: string;
  last_at: string;
}
