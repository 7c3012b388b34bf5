/** Records as their sensors wrote them, kept beside the events that were read from them (docs/sensors.md). */

/** Of one record, in UTF-16 units. */
export const mostRaw = 16 * 1024;
/** Of one whose `extra` had to be cut: what was cut is nowhere else. */
export const mostWholeRaw = 1024 * 1024;

/** One that is longer than `most` is kept to it; the sign behind it says that there was more. */
export const toRaw = (text: string, most: typeof mostRaw | typeof mostWholeRaw = mostRaw): string =>
  text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;

/** Senders cut their `raw` in the same way, at the shorter length. */
export const isCutRaw = (raw: string): boolean => raw.length === mostRaw + 1 || raw.length > mostWholeRaw;

/** What one commit kept of one tenant's records, deflated (pipeline/raw-packs.ts): a hundred are as small as four alone. */
export interface RawPack {
  /** That of its first event. */
  log_id: string;
  user_id: string;
  /** ISO; of all its events. An event is looked for by it. */
  received_at: string;
  /** ISO; the latest time of its events, for retention. */
  newest: string;
  data: Uint8Array;
}

/** Packs of one tenant and millisecond that are looked at. */
export const mostPacks = 100;
