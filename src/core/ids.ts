/** Ids have a prefix that says what they name. Randomness and hashing are arguments: core imports nothing. */

/** Returns `bytes` random bytes as lower-case hex. */
export type RandomHex = (bytes: number) => string;
/** SHA-256 of UTF-8 text as lower-case hex. */
export type Sha256Hex = (text: string) => string;

export const userId = (random: RandomHex): string => `user-${random(8)}`;
export const nodeId = (random: RandomHex): string => `node-${random(8)}`;

/** 24 hex digits, each time greater than all before. `nowMs` epoch ms. */
export type GrowingHex = (nowMs: number) => string;

/**
 * Names what is listed by time so that what falls into one millisecond keeps the order it was made in: the time, then a
 * count, then chance. The count begins anywhere in its lower half, so that two processes name nothing alike. A clock that
 * steps back does not turn the order round.
 */
export function createGrowingHex(random: RandomHex): GrowingHex {
  let lastMs = -1;
  let count = 0;
  return (nowMs) => {
    if (nowMs > lastMs || count === 0xffff) {
      lastMs = Math.max(nowMs, lastMs + 1);
      count = Number.parseInt(random(2), 16) & 0x7fff;
    } else count += 1;
    return lastMs.toString(16).padStart(12, '0') + count.toString(16).padStart(4, '0') + random(4);
  };
}

/** New events: time first, so that the store appends instead of scattering. */
export const newLogId = (nowMs: number, growing: GrowingHex): string => `log-${growing(nowMs)}`;

/**
 * The sender named the event: the same name from the same node is the same event, for ever. Halves of characters (lone
 * surrogates) have no UTF-8 and would all hash alike; written out as escapes, two different names stay two.
 */
export const derivedLogId = (nodeIdText: string, eventId: string, sha256: Sha256Hex): string =>
  `log-${sha256(
    eventId.isWellFormed() ? `${nodeIdText}\n${eventId}` : `${nodeIdText}\r${JSON.stringify(eventId)}`,
  ).slice(0, 24)}`;

const stamp = (iso: string): string => iso.slice(0, 19).replace(/[-:T]/g, '');

/** `ALERT-YYYYMMDDHHMMSS-…` (agent: `AGENT-…`). `seed` decides it, so that a retry makes the same alert. */
export const alertId = (
  kind: 'ALERT' | 'AGENT',
  timestamp: string,
  seed: string,
  sha256: Sha256Hex,
): string => `${kind}-${stamp(timestamp)}-${sha256(seed).slice(0, 12).toUpperCase()}`;

/** A decoy is its node and its path, or its name where no path is known: registering and touching it meet in one record. */
export const decoyId = (
  nodeIdText: string,
  decoy: { file_path: string | null; file_name: string },
  sha256: Sha256Hex,
): string => `decoy-${sha256(`${nodeIdText}\n${decoy.file_path || decoy.file_name}`).slice(0, 16)}`;

export const incidentId = (seed: string, sha256: Sha256Hex): string => `inc-${sha256(seed).slice(0, 16)}`;

/** The messages about one wave share it. `key` names the wave. */
export const waveId = (key: string, sha256: Sha256Hex): string => `wave-${sha256(key).slice(0, 16)}`;

/** One delivery per incident, channel and occasion, whoever decides it. */
export const deliveryId = (incident: string, channel: string, occasion: string, sha256: Sha256Hex): string =>
  `msg_${sha256(`${incident}\n${channel}\n${occasion}`).slice(0, 24)}`;
