/** How much a tenant may use of an installation. Pure: `cases/quotas.ts` counts, these say what follows. */
import type { JsonObject } from './event.ts';

export const quotaNames = [
  'events_per_day',
  'bytes_per_day',
  'stored_bytes',
  'file_bytes',
  'nodes',
  'decoys',
  'channels',
  'keys',
  'streams',
] as const;
export type QuotaName = (typeof quotaNames)[number];
/** Null = without a limit. */
export type QuotaLimits = Readonly<Record<QuotaName, number | null>>;

const gibibyte = 1024 ** 3;

/** Where anybody may register: enough for dozens of sensors on the internet. */
export const strangerQuotas: QuotaLimits = {
  events_per_day: 2_000_000,
  bytes_per_day: 4 * gibibyte,
  stored_bytes: 20 * gibibyte,
  file_bytes: gibibyte,
  nodes: 500,
  decoys: 20_000,
  channels: 100,
  keys: 100,
  streams: 20,
};
/** For accounts that somebody at the machine made, and for the first account of an installation. */
export const ownQuotas: QuotaLimits = {
  events_per_day: 50_000_000,
  bytes_per_day: 100 * gibibyte,
  stored_bytes: null,
  file_bytes: 20 * gibibyte,
  nodes: 10_000,
  decoys: 200_000,
  channels: 100,
  keys: 100,
  streams: 20,
};

/** From here on the quota is shown as a warning. */
export const warningShare = 0.8;

/** What a tenant used, as its document holds it. */
export interface UsageBody {
  /** The day (UTC) that `events`, `bytes` and `refused` are about: `2026-11-30`. */
  day: string;
  events: number;
  bytes: number;
  /** Events of the day that were refused, by the quota that was used up. */
  refused: Partial<Record<QuotaName | 'disk', number>>;
  /** Approximate bytes of what was stored, by day of arrival. */
  stored: Record<string, number>;
}

const counts = (value: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as JsonObject).filter(([, n]) => typeof n === 'number'),
  ) as Record<string, number>;

export const parseUsage = (body: JsonObject): UsageBody => ({
  day: typeof body.day === 'string' ? body.day : '',
  events: typeof body.events === 'number' ? body.events : 0,
  bytes: typeof body.bytes === 'number' ? body.bytes : 0,
  refused: counts(body.refused),
  stored: counts(body.stored),
});

export const dayOf = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);

/** Days that are kept apart; what is older is one sum, which no retention reaches. */
const mostDays = 400;
const olderDays = 'older';

/** The sum of two. Of two days the later one counts; what retention has deleted is gone. */
export function addUsage(a: UsageBody, b: UsageBody, oldestDay: string | null): UsageBody {
  const day = a.day > b.day ? a.day : b.day;
  const today = [a, b].filter((one) => one.day === day);
  const refused: Record<string, number> = {};
  const stored: Record<string, number> = {};
  const add = (sums: Record<string, number>, name: string, by: number): void => {
    sums[name] = (sums[name] ?? 0) + by;
  };
  for (const one of today) for (const [name, n] of Object.entries(one.refused)) add(refused, name, n);
  const days = [...new Set([...Object.keys(a.stored), ...Object.keys(b.stored)])].sort().reverse();
  const kept = new Set(days.filter((one) => one !== olderDays).slice(0, mostDays));
  for (const one of [a.stored, b.stored])
    for (const [name, bytes] of Object.entries(one))
      if (name === olderDays || oldestDay === null || name >= oldestDay)
        add(stored, kept.has(name) ? name : olderDays, bytes);
  return {
    day,
    events: today.reduce((sum, one) => sum + one.events, 0),
    bytes: today.reduce((sum, one) => sum + one.bytes, 0),
    refused,
    stored,
  };
}

export const storedBytesOf = ({ stored }: Pick<UsageBody, 'stored'>): number =>
  Object.values(stored).reduce((sum, bytes) => sum + bytes, 0);

/** One node may use this share of the day's events and bytes without regard to the others. */
const nodeShare = 0.2;
/** What tokens and agents report is rare and matters most: it is refused last. */
const insideShare = 1.5;

/**
 * The quota that keeps events out, or null. An attacker who floods one decoy must not silence the others: the last fifth of
 * a day's quota is kept for nodes that have used little of it, and what tokens and agents report has half as much again.
 */
export function decideRefusal(
  limits: QuotaLimits,
  used: { events: number; bytes: number; stored: number; ofNode: { events: number; bytes: number } },
  isInside: boolean,
): QuotaName | null {
  const isUsedUp = (limit: number | null, sum: number, mine: number): boolean => {
    if (limit === null) return false;
    if (isInside) return sum >= limit * insideShare;
    return sum >= limit || (sum >= limit * warningShare && mine >= limit * nodeShare);
  };
  if (isUsedUp(limits.events_per_day, used.events, used.ofNode.events)) return 'events_per_day';
  if (isUsedUp(limits.bytes_per_day, used.bytes, used.ofNode.bytes)) return 'bytes_per_day';
  if (isUsedUp(limits.stored_bytes, used.stored, 0)) return 'stored_bytes';
  return null;
}

export type QuotaState = 'ok' | 'warning' | 'used_up';
export const stateOf = (used: number, limit: number | null): QuotaState =>
  limit === null || used < limit * warningShare ? 'ok' : used < limit ? 'warning' : 'used_up';
