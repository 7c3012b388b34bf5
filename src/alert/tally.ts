/** Adds up what a batch means for profiles, rollups, windows and decoys: one delta per target, however many events. */
import type { ProfileDelta } from '../core/attacker.ts';
import type { DecoyTouch } from '../core/decoy.ts';
import type { StoredEvent } from '../core/event.ts';
import { addCounts, bucketMs, type WindowCounts } from '../core/history.ts';
import type { RollupDelta, WindowDelta } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';

/** Names come from senders, so counters have no prototype that a name could reach. */
const newCounts = (): Record<string, number> => Object.create(null) as Record<string, number>;
const bump = (counts: Record<string, number>, name: string, by: number): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

export const bucketOf = (timestamp: string): number => Math.floor(Date.parse(timestamp) / bucketMs);

export interface Tally {
  /** An event that is new. */
  add(event: StoredEvent, verdict: Verdict, counts: WindowCounts): void;
  /** A stored event whose judgement changes: takes back `before`, adds `after`. */
  correct(event: StoredEvent, before: Verdict, after: Verdict): void;
  alert(event: StoredEvent): void;
  result(): {
    profiles: ProfileDelta[];
    rollups: RollupDelta[];
    windows: WindowDelta[];
    touches: DecoyTouch[];
  };
}

export function createTally(): Tally {
  const profiles = new Map<string, ProfileDelta>();
  const rollups = new Map<string, RollupDelta>();
  const windows = new Map<string, WindowDelta>();
  const touches = new Map<string, DecoyTouch>();

  const profileOf = (event: StoredEvent): ProfileDelta => {
    const key = `${event.user_id}|${event.source_ip}`;
    let delta = profiles.get(key);
    if (!delta) {
      delta = {
        user_id: event.user_id,
        source_ip: event.source_ip,
        events: 0,
        risk_sum: 0,
        max_risk: 0,
        first_seen: event.timestamp,
        last_seen: event.timestamp,
        attack_types: newCounts(),
        services: newCounts(),
      };
      profiles.set(key, delta);
    }
    return delta;
  };
  const rollupOf = (event: StoredEvent): RollupDelta => {
    const hour = `${event.timestamp.slice(0, 13)}:00:00.000Z`;
    const key = `${event.user_id}|${hour}`;
    let delta = rollups.get(key);
    if (!delta) {
      delta = {
        user_id: event.user_id,
        hour,
        events: 0,
        risk_sum: 0,
        high_risk: 0,
        alerts: 0,
        attack_types: newCounts(),
        services: newCounts(),
        nodes: newCounts(),
      };
      rollups.set(key, delta);
    }
    return delta;
  };
  const judge = (event: StoredEvent, verdict: Verdict, sign: 1 | -1): void => {
    const profile = profileOf(event);
    profile.risk_sum += sign * verdict.risk_score;
    if (sign > 0) profile.max_risk = Math.max(profile.max_risk, verdict.risk_score);
    bump(profile.attack_types, verdict.attack_type, sign);
    const rollup = rollupOf(event);
    rollup.risk_sum += sign * verdict.risk_score;
    if (verdict.risk_score >= 7) rollup.high_risk += sign;
    bump(rollup.attack_types, verdict.attack_type, sign);
  };

  return {
    add(event, verdict, counts) {
      const profile = profileOf(event);
      profile.events += 1;
      if (event.timestamp < profile.first_seen) profile.first_seen = event.timestamp;
      if (event.timestamp > profile.last_seen) profile.last_seen = event.timestamp;
      bump(profile.services, event.service, 1);
      const rollup = rollupOf(event);
      rollup.events += 1;
      bump(rollup.services, event.service, 1);
      bump(rollup.nodes, event.node_id, 1);
      judge(event, verdict, 1);
      const bucket = bucketOf(event.timestamp);
      const key = `${event.user_id}|${bucket}|${event.source_ip}`;
      const window = windows.get(key);
      if (window) window.counts = addCounts(window.counts, counts);
      else
        windows.set(key, {
          user_id: event.user_id,
          source_ip: event.source_ip,
          bucket,
          counts: { ...counts },
        });
      if (event.agent) {
        const path = event.agent.file_path || null;
        const touchKey = `${event.node_id}|${path ?? event.agent.file_accessed}`;
        const touch = touches.get(touchKey);
        if (touch) {
          touch.count += 1;
          if (event.timestamp > touch.at) touch.at = event.timestamp;
        } else {
          touches.set(touchKey, {
            user_id: event.user_id,
            node_id: event.node_id,
            file_name: event.agent.file_accessed,
            file_path: path,
            at: event.timestamp,
            count: 1,
          });
        }
      }
    },
    correct(event, before, after) {
      judge(event, before, -1);
      judge(event, after, 1);
    },
    alert(event) {
      rollupOf(event).alerts += 1;
    },
    result: () => ({
      profiles: [...profiles.values()],
      rollups: [...rollups.values()],
      windows: [...windows.values()],
      touches: [...touches.values()],
    }),
  };
}
