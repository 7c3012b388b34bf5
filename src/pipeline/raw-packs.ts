/**
 * The raw records of a batch, deflated together: those of a commit are alike, so a pack is a small part of what its
 * records are alone. Of each tenant one, or several where they are long.
 */
import type { StoredEvent } from '../core/event.ts';
import type { RawPack } from '../core/raw-record.ts';
import { type Packed, toPackData } from '../lib/raw-pack.ts';
import type { Batch } from './batch.ts';

/** Of a pack before it is deflated, in UTF-16 units: whoever reads one record inflates no more than this, and a record. */
const mostPacked = 512 * 1024;

interface OpenPack {
  first: StoredEvent;
  newest: string;
  length: number;
  packed: Packed;
}

const close = ({ first, newest, packed }: OpenPack): RawPack => ({
  log_id: first.log_id,
  user_id: first.user_id,
  received_at: first.received_at,
  newest,
  data: toPackData(packed),
});

/** Those of its fresh events that have a raw record. */
export function toRawPacks({ events, pending, stored }: Batch): RawPack[] {
  const open = new Map<string, OpenPack>();
  const packs: RawPack[] = [];
  for (const [at, event] of events.entries()) {
    const { call, index } = pending[at]!;
    const raw = call.drafts[index]?.raw;
    if (raw === undefined || stored.has(event.log_id)) continue;
    let pack = open.get(event.user_id);
    if (pack !== undefined && pack.length + raw.length > mostPacked) {
      packs.push(close(pack));
      pack = undefined;
    }
    if (pack === undefined) {
      pack = { first: event, newest: event.timestamp, length: 0, packed: [] };
      open.set(event.user_id, pack);
    }
    const last = pack.packed.at(-1);
    if (last?.[1] === raw) last[0].push(event.log_id);
    else {
      pack.packed.push([[event.log_id], raw]);
      pack.length += raw.length;
    }
    if (event.timestamp > pack.newest) pack.newest = event.timestamp;
  }
  for (const pack of open.values()) packs.push(close(pack));
  return packs;
}
