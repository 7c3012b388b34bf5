/** Adds up effects of many commits: one delta per target, however many commits it came from. */
import type { AlertFold, IncidentFold } from '../../../core/alert.ts';
import type { ProfileDelta } from '../../../core/attacker.ts';
import type { RollupDelta, WindowDelta } from '../../../core/effects.ts';
import { sessionKey } from '../../../core/effects.ts';
import { addCounts, type SessionState, type WindowCounts } from '../../../core/history.ts';
import {
  sumAlertFolds,
  sumIncidentFolds,
  sumProfiles,
  sumRollups,
  sumVulnerabilities,
} from '../../../core/sums.ts';
import type { VulnerabilityDelta } from '../../../core/vulnerability-sum.ts';

/** Effects that only add to what stands, or replace a session as a whole: their writing may wait. */
export interface Summable {
  profiles: readonly ProfileDelta[];
  rollups: readonly RollupDelta[];
  vulnerabilities: readonly VulnerabilityDelta[];
  windows: readonly WindowDelta[];
  sessions: readonly SessionState[];
  alertFolds: readonly AlertFold[];
  incidentFolds: readonly IncidentFold[];
}

export interface WriteBufferSums {
  add(effects: Summable): void;
  all(): { [K in keyof Summable]: Summable[K][number][] };
  /** Targets. */
  readonly size: number;
  /** Of one source, by bucket. */
  windows(userId: string, source: string): ReadonlyMap<number, WindowCounts> | undefined;
  session(userId: string, nodeId: string, session: string): SessionState | undefined;
  incidentFold(userId: string, incidentId: string): IncidentFold | undefined;
}

function addAll<T>(
  sums: Map<string, T>,
  deltas: readonly T[],
  keyOf: (delta: T) => string,
  plus: (a: T, b: T) => T,
) {
  for (const delta of deltas) {
    const key = keyOf(delta);
    const existing = sums.get(key);
    sums.set(key, existing === undefined ? delta : plus(existing, delta));
  }
}

/** Keeps what it is given and changes none of it. */
export function createWriteBufferSums(): WriteBufferSums {
  const profiles = new Map<string, ProfileDelta>();
  const rollups = new Map<string, RollupDelta>();
  const vulnerabilities = new Map<string, VulnerabilityDelta>();
  const windows = new Map<string, Map<number, WindowCounts>>();
  const sources = new Map<string, { user_id: string; source_ip: string }>();
  const sessions = new Map<string, SessionState>();
  const alertFolds = new Map<string, AlertFold>();
  const incidentFolds = new Map<string, IncidentFold>();
  let windowCount = 0;

  function addWindow({ user_id, source_ip, bucket, counts }: WindowDelta): void {
    if (counts.events === 0) return;
    const key = `${user_id}|${source_ip}`;
    let buckets = windows.get(key);
    if (!buckets) {
      buckets = new Map();
      windows.set(key, buckets);
      sources.set(key, { user_id, source_ip });
    }
    const existing = buckets.get(bucket);
    if (!existing) windowCount += 1;
    buckets.set(bucket, existing ? addCounts(existing, counts) : counts);
  }

  return {
    add(effects) {
      addAll(profiles, effects.profiles, (p) => `${p.user_id}|${p.source_ip}`, sumProfiles);
      addAll(rollups, effects.rollups, (r) => `${r.user_id}|${r.hour}|${r.part}`, sumRollups);
      addAll(vulnerabilities, effects.vulnerabilities, (v) => `${v.user_id}|${v.id}`, sumVulnerabilities);
      for (const delta of effects.windows) addWindow(delta);
      for (const one of effects.sessions)
        sessions.set(sessionKey(one.user_id, one.node_id, one.session), one);
      addAll(alertFolds, effects.alertFolds, (f) => `${f.user_id}|${f.alert_id}`, sumAlertFolds);
      addAll(incidentFolds, effects.incidentFolds, (f) => `${f.user_id}|${f.incident_id}`, sumIncidentFolds);
    },
    all: () => ({
      profiles: [...profiles.values()],
      rollups: [...rollups.values()],
      vulnerabilities: [...vulnerabilities.values()],
      windows: [...windows].flatMap(([key, buckets]) =>
        Array.from(buckets, ([bucket, counts]) => ({ ...sources.get(key)!, bucket, counts })),
      ),
      sessions: [...sessions.values()],
      alertFolds: [...alertFolds.values()],
      incidentFolds: [...incidentFolds.values()],
    }),
    get size() {
      return (
        profiles.size +
        rollups.size +
        vulnerabilities.size +
        windowCount +
        sessions.size +
        alertFolds.size +
        incidentFolds.size
      );
    },
    windows: (userId, source) => windows.get(`${userId}|${source}`),
    session: (userId, nodeId, session) => sessions.get(sessionKey(userId, nodeId, session)),
    incidentFold: (userId, incidentId) => incidentFolds.get(`${userId}|${incidentId}`),
  };
}
