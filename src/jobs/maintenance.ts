/** What the server does for all tenants every now and then. Each round is bounded; true = there is more at once. */
import type { ChannelConfig } from '../core/channel.ts';
import { channelDocs } from '../core/doc-kinds.ts';
import type { Store } from '../core/store.ts';
import { listDocuments } from '../core/update-document.ts';

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;

/** Removes what has had its time. `retentionDays` null: only expired documents and counters. */
export async function sweepOnce(
  store: Pick<Store, 'sweep'>,
  retentionDays: number | null,
  nowMs: number,
): Promise<boolean> {
  const before = retentionDays === null ? null : new Date(nowMs - retentionDays * dayMs).toISOString();
  return (await store.sweep(before, nowMs)) > 0;
}

/**
 * Closes the open keys of incidents that will take no more events, so that they need not be looked at again. A day, or
 * twice the longest window a tenant has set: an event within the window must still find its incident.
 */
export async function closeIdleOnce(
  store: Pick<Store, 'closeIdleIncidents' | 'allDocs'>,
  settingsKind: string,
  windowMinutesOf: (body: unknown) => number,
  nowMs: number,
): Promise<boolean> {
  const longest = (await store.allDocs(settingsKind, 10_000)).reduce(
    (most, doc) => Math.max(most, windowMinutesOf(doc.body)),
    0,
  );
  const before = new Date(nowMs - Math.max(dayMs, 2 * longest * minuteMs)).toISOString();
  const limit = 500;
  return (await store.closeIdleIncidents(before, limit)) >= limit;
}

/** A tenant's channels as they stand now. */
export const channelsOf = async (store: Store, userId: string): Promise<ChannelConfig[]> =>
  (await listDocuments(store.of(userId), channelDocs, 1000)).map(({ body }) => body);
