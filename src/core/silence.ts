/** Nodes that fall silent: what their usual pause is, and when a pause is too long. Pure. */
import type { MaintenanceWindow } from './maintenance.ts';
import type { NodeRecord } from './node.ts';
import { tokensNodeMark } from './token.ts';

/** `group_key` of an incident about a node's silence begins with it: no attacker is behind it. */
export const silencePrefix = 'silence:';

const minuteMs = 60_000;
export const leastSilenceMs = 15 * minuteMs;
/** A node that was used for less than this (an import, a first try) is not expected back. */
const leastUseMs = 60 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

/**
 * The usual pause after one more gap: an exponential mean that rises by half the difference, and falls within a day or
 * so however many short gaps that day has: a sensor with busy hours and quiet ones is known by its quiet ones. A gap
 * counts for at most four times what is usual: an outage is not learned as a habit.
 */
export function learnPause(usualMs: number | null, gapMs: number): number | null {
  if (!(gapMs > 0)) return usualMs;
  if (usualMs === null) return Math.min(gapMs, dayMs);
  const gap = Math.min(gapMs, 4 * Math.max(usualMs, 5 * minuteMs));
  return Math.round(usualMs + (gap - usualMs) * (gap > usualMs ? 0.5 : Math.min(0.5, gap / dayMs)));
}

type Watched = Pick<
  NodeRecord,
  'os_type' | 'created_at' | 'last_seen' | 'usual_pause_ms' | 'status' | 'maintenance'
>;

export interface SilenceRule {
  silence_minutes: number | null;
  maintenance: readonly MaintenanceWindow[];
}

/**
 * Whether a node has been silent for longer than it should: three times its usual pause, its group's `silence_minutes`,
 * and a quarter of an hour, whichever is longest. Time before `sinceMs` (the server's start) and planned time count for
 * nothing.
 */
export function isSilent(node: Watched, group: SilenceRule | null, nowMs: number, sinceMs: number): boolean {
  const { last_seen, usual_pause_ms: usual } = node;
  // The node of tokens is this server: it is seen only when somebody opens one.
  if (node.os_type === tokensNodeMark) return false;
  if (node.status !== 'active' || last_seen === null || usual === null) return false;
  const lastMs = Date.parse(last_seen);
  if (lastMs - Date.parse(node.created_at) < leastUseMs) return false;
  let fromMs = Math.max(lastMs, sinceMs);
  for (const { from, to } of [...node.maintenance, ...(group?.maintenance ?? [])]) {
    if (Date.parse(from) > nowMs) continue;
    if (Date.parse(to) > nowMs) return false;
    fromMs = Math.max(fromMs, Date.parse(to));
  }
  const most = Math.max(3 * usual, (group?.silence_minutes ?? 0) * minuteMs, leastSilenceMs);
  return nowMs - fromMs > most;
}
