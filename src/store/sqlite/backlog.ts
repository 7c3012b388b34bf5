/**
 * What follows from a small commit touches some thirty pages all over the file: a source's profile with its indexes, its
 * windows, its session, the hour, the totals. Written one commit after the other that is most of what a disk or a memory
 * card has to bear. So such effects are written as one row of `backlog` in the commit's own transaction, which is as
 * durable, and are spread over their tables for many commits at once: when enough has come together, and before anything
 * reads those tables. What a commit itself must know of them (windows, sessions, open incidents) is added from memory.
 */
import type { AlertFold, Incident, IncidentFold } from '../../core/alert.ts';
import { type Effects, noEffects } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import { addCounts, bucketsSeen, type SessionState, type SourceHistory } from '../../core/history.ts';
import { type BacklogSums, createBacklogSums, type Summable } from './backlog-sums.ts';
import type { Connection } from './connection.ts';
import { applyEffects } from './effects.ts';
import { storedSessionVersion } from './sessions.ts';

/** The third schema. */
export const backlogSchema =
  'CREATE TABLE backlog (place INTEGER PRIMARY KEY, effects TEXT NOT NULL) STRICT;';

export interface BacklogLimits {
  /** Targets of one commit from which on writing them down twice costs more than it saves. */
  direct: number;
  /** Targets, commits and bytes that may wait. */
  targets: number;
  commits: number;
  sizeBytes: number;
}
const usual: BacklogLimits = { direct: 400, targets: 1000, commits: 256, sizeBytes: 1024 * 1024 };

export interface Backlog {
  /** Within a transaction: writes effects, or notes them. The answer is to be called when that is committed. */
  put(effects: Effects, nowMs: number): () => void;
  /** Spreads what waits over its tables, in a transaction of its own. */
  settle(): void;
  /** What stands in the tables, with what waits. */
  history(userId: string, source: string, bucket: number, stored: SourceHistory | null): SourceHistory | null;
  session(userId: string, nodeId: string, session: string): SessionState | undefined;
  incident(stored: Incident): Incident;
}

const isPlainAlertFold = ({ worse }: AlertFold): boolean => worse === null;
const isPlainIncidentFold = ({ worse, told }: IncidentFold): boolean => worse === null && told === null;

const copySession = (state: SessionState): SessionState => ({
  ...state,
  story: state.story.map((step) => ({ ...step })),
  memo: { ...state.memo },
});

/** Splits what may wait from what is written at once. */
function split(effects: Effects): { now: Effects; later: Summable; targets: number } {
  const { profiles, rollups, windows, sessions } = effects;
  const later: Summable = {
    profiles,
    rollups,
    windows,
    sessions,
    alertFolds: effects.alertFolds.filter(isPlainAlertFold),
    incidentFolds: effects.incidentFolds.filter(isPlainIncidentFold),
  };
  const now: Effects = {
    ...effects,
    profiles: [],
    rollups: [],
    windows: [],
    sessions: [],
    alertFolds: effects.alertFolds.filter((fold) => !isPlainAlertFold(fold)),
    incidentFolds: effects.incidentFolds.filter((fold) => !isPlainIncidentFold(fold)),
  };
  const targets = Object.values(later).reduce((sum, list: readonly unknown[]) => sum + list.length, 0);
  return { now, later, targets };
}

/** Opens with what a process that ended left waiting, and settles it. */
export function openBacklog(db: Connection, clock: () => number, limits: BacklogLimits = usual): Backlog {
  let sums = createBacklogSums();
  let commits = 0;
  let sizeBytes = 0;

  function forget(): void {
    sums = createBacklogSums();
    commits = 0;
    sizeBytes = 0;
  }

  /** Within a transaction. */
  function spread(all: BacklogSums, nowMs: number): void {
    applyEffects(db, { ...noEffects(), ...all.all() }, nowMs);
    db.sql('DELETE FROM backlog').run();
  }

  /** A session may only go on from what stood when the batch was decided. */
  function checkVersions(sessions: readonly SessionState[]): void {
    for (const { user_id, node_id, session, version } of sessions) {
      const standing =
        sums.session(user_id, node_id, session)?.version ??
        storedSessionVersion(db, user_id, node_id, session);
      if (standing !== version - 1)
        throw new AppError('unavailable', 'A session changed meanwhile: send again', {
          retryAfterSeconds: 1,
        });
    }
  }

  function settle(): void {
    if (commits === 0) return;
    db.transaction(() => spread(sums, clock()));
    forget();
  }

  for (const { effects } of db.sql('SELECT effects FROM backlog ORDER BY place').all()) {
    sums.add(JSON.parse(String(effects)) as Summable);
    commits += 1;
  }
  settle();

  return {
    put(effects, nowMs) {
      const { now, later, targets } = split(effects);
      checkVersions(later.sessions);
      if (targets === 0) {
        applyEffects(db, now, nowMs);
        return () => undefined;
      }
      const isFull =
        commits >= limits.commits || sums.size >= limits.targets || sizeBytes >= limits.sizeBytes;
      if (targets >= limits.direct || isFull) {
        applyEffects(db, now, nowMs);
        const all = createBacklogSums();
        all.add(sums.all());
        all.add(later);
        spread(all, nowMs);
        return forget;
      }
      applyEffects(db, now, nowMs);
      const text = JSON.stringify(later);
      db.sql('INSERT INTO backlog (effects) VALUES (?)').run(text);
      return () => {
        // A copy: whoever gave the effects may go on with them.
        sums.add(JSON.parse(text) as Summable);
        commits += 1;
        sizeBytes += text.length;
      };
    },
    settle,
    history(userId, source, bucket, stored) {
      const buckets = sums.windows(userId, source);
      if (!buckets) return stored;
      let history = stored;
      for (const [at, counts] of buckets)
        if (at > bucket - bucketsSeen && at <= bucket)
          history = history ? addCounts(history, counts) : { ...counts };
      return history;
    },
    session(userId, nodeId, session) {
      const state = sums.session(userId, nodeId, session);
      return state && copySession(state);
    },
    incident(stored) {
      const fold = sums.incidentFold(stored.user_id, stored.incident_id);
      if (!fold) return stored;
      return {
        ...stored,
        event_count: stored.event_count + fold.events,
        alert_count: stored.alert_count + fold.alerts,
        last_seen: fold.last_seen > stored.last_seen ? fold.last_seen : stored.last_seen,
      };
    },
  };
}
