/** The port of an event format: how a foreign event becomes ours. */
import type { DraftEvent } from './event.ts';

export interface EventFormat {
  /** Kebab-case, the file's name: `cowrie`. */
  name: string;
  title: string;
  /**
   * One record (already JSON-parsed) → one draft with `event_id` null or the sender's own id.
   * Returns null for a record that is no event at all (says so in the docs). Throws `invalid_request` naming the
   * fields that are wrong. Never trusts the record for tenant or node.
   */
  parse(record: unknown): DraftEvent | null;
  /**
   * Where one record tells of several events (a session with its attempts to sign in): the record as its parts, each for
   * `parse`. At least one; never throws. Default: the record itself.
   */
  split?(record: unknown): unknown[];
  /** What of a record's type is not known here, in a few words; it is kept and counted. Default: nothing. */
  unknown?(record: unknown): string | null;
}

export const defineFormat = (format: EventFormat): EventFormat => format;
