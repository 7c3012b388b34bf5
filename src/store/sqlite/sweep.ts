/** Retention: removes what is old in steps so short that events go on being taken between them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { daysSeen, isDay } from '../../core/history.ts';
import type { Connection } from './connection/connection.ts';
import { growRevision } from './docs.ts';
import { collections } from './event-record.ts';
import { noteIncidentsChanged } from './incidents.ts';
import { sweepObservables, sweepPeriods } from './observables.ts';
import { oldRawPacks } from './raw-packs.ts';
import { addToTotals } from './writing/totals.ts';

const stepRows = 200;
const dayMs = 24 * 60 * 60_000;
/** Windows are asked for within an hour of event time (those of days: `daysSeen` later); an import may be slow. */
const windowDays = 2;
const streamDays = 1;

type Step = () => number;

/** Statistics, rollups and levels stay: they are small, and say nothing of a single event once their sources are gone. */
export async function sweepStore(db: Connection, before: string | null, nowMs: number): Promise<number> {
  const now = new Date(nowMs).toISOString();
  // Rows say how far the order of writing has come, and some of them go now.
  db.sql('UPDATE sequence SET value = max(value, ?)').run(db.seq());
  const remove = (table: string, where: string, ...values: (string | number)[]): Step => {
    const text = `DELETE FROM ${table} WHERE ROWID IN (SELECT ROWID FROM ${table} WHERE ${where} LIMIT ${stepRows})`;
    return () => Number(db.sql(text).run(...values).changes);
  };
  const steps: Step[] = [
    () => removeDocs(db, now),
    () =>
      Number(
        db
          .sql(
            `DELETE FROM counters WHERE key IN (SELECT key FROM counters WHERE until_ms <= ? LIMIT ${stepRows})`,
          )
          .run(nowMs).changes,
      ),
    () => removeChanges(db, new Date(nowMs - streamDays * dayMs).toISOString()),
  ];
  if (before !== null) {
    for (const { user_id } of db.sql('SELECT user_id FROM totals').all()) {
      const user = String(user_id);
      for (const table of collections)
        steps.push(remove(table, 'user_id = ? AND timestamp < ?', user, before));
      for (const [where, ...values] of oldRawPacks(user, before))
        steps.push(remove('raw_packs', where, ...values));
      steps.push(
        () => removeAlerts(db, user, before),
        remove('incidents', 'user_id = ? AND last_seen < ?', user, before),
        remove('sessions', 'user_id = ? AND last_at < ?', user, before),
        () => removeProfiles(db, user, before),
        remove('vulnerabilities', 'user_id = ? AND last_seen < ?', user, before),
        () => forgetSources(db, user, before),
        () => removeParts(db, user, before),
        remove('deliveries', "user_id = ? AND created_at < ? AND state <> 'due'", user, before),
        remove(
          'notices',
          `user_id = ? AND created_at < ? AND NOT EXISTS
             (SELECT 1 FROM deliveries WHERE deliveries.notice_id = notices.notice_id)`,
          user,
          before,
        ),
      );
    }
  }
  let removed = 0;
  for (const step of steps) {
    for (let changes = stepRows; changes >= stepRows; ) {
      changes = step();
      // What commits remember of incidents and sessions may be gone.
      if (changes > 0) noteIncidentsChanged(db);
      removed += changes;
      await nextTurn();
    }
  }
  if (before !== null) removed += await removeObservables(db, Date.parse(before));
  return removed + (await removeWindows(db, Math.floor(nowMs / dayMs) - windowDays));
}

function removeDocs(db: Connection, now: string): number {
  return db.transaction(() => {
    const rows = db
      .sql(
        `DELETE FROM docs WHERE ROWID IN (SELECT ROWID FROM docs WHERE expires_at IS NOT NULL AND expires_at <= ?
         LIMIT ${stepRows}) RETURNING user_id, kind`,
      )
      .all(now);
    const changed = new Map(rows.map((row) => [`${row.user_id}\n${row.kind}`, row]));
    for (const row of changed.values()) growRevision(db, String(row.user_id), String(row.kind));
    return rows.length;
  });
}

/** In the order of writing, so the first that is young enough ends it. */
function removeChanges(db: Connection, before: string): number {
  const young = db.sql('SELECT seq FROM changes WHERE at >= ? ORDER BY seq LIMIT 1').get(before);
  const end = young ? Number(young.seq) : Number.MAX_SAFE_INTEGER;
  return Number(
    db
      .sql(
        `DELETE FROM changes WHERE seq IN (SELECT seq FROM changes WHERE seq < ? ORDER BY seq LIMIT ${stepRows})`,
      )
      .run(end).changes,
  );
}

/** Those still open stop counting as active. */
function removeAlerts(db: Connection, userId: string, before: string): number {
  return db.transaction(() => {
    const rows = db
      .sql(
        `DELETE FROM alerts WHERE ROWID IN (SELECT ROWID FROM alerts INDEXED BY alerts_user_id
         WHERE user_id = ? AND timestamp < ? AND last_seen < ? LIMIT ${stepRows}) RETURNING status`,
      )
      .all(userId, before, before);
    const active = rows.filter(({ status }) => status !== 'resolved').length;
    if (active > 0) addToTotals(db, userId, { active_alerts: -active });
    return rows.length;
  });
}

/** Of hours that are over; nothing that counts as removed. */
function forgetSources(db: Connection, userId: string, before: string): number {
  db.sql("UPDATE rollups SET sources = '{}' WHERE user_id = ? AND hour < ? AND sources <> '{}'").run(
    userId,
    before.slice(0, 13),
  );
  return 0;
}

/** Sums of nodes and exposures of hours that are over, one part after another: the key begins with the part. */
function removeParts(db: Connection, userId: string, before: string): number {
  const next = db.sql('SELECT min(part) AS part FROM rollup_parts WHERE user_id = ? AND part > ?');
  const remove = db.sql('DELETE FROM rollup_parts WHERE user_id = ? AND part = ? AND hour < ?');
  for (let part = next.get(userId, '')?.part; typeof part === 'string'; part = next.get(userId, part)?.part)
    remove.run(userId, part, before.slice(0, 13));
  return 0;
}

function removeProfiles(db: Connection, userId: string, before: string): number {
  return db.transaction(() => {
    const changes = Number(
      db
        .sql(
          `DELETE FROM attacker_profiles WHERE ROWID IN (SELECT ROWID FROM attacker_profiles
           INDEXED BY attacker_profiles_last_seen WHERE user_id = ? AND last_seen < ? LIMIT ${stepRows})`,
        )
        .run(userId, before).changes,
    );
    if (changes > 0) addToTotals(db, userId, { sources: -changes });
    return changes;
  });
}

/** Walks the whole table, as no index says when a value was last seen: an index would be written with every event. */
async function removeObservables(db: Connection, beforeMs: number): Promise<number> {
  sweepPeriods(db, beforeMs);
  let removed = 0;
  for (let at: number | null = 0; at !== null; await nextTurn()) {
    const step = sweepObservables(db, at, beforeMs, stepRows * 4);
    removed += step.removed;
    at = step.next;
  }
  return removed;
}

/** Walks the whole table by its key, as no index says when a window was written. */
async function removeWindows(db: Connection, beforeDay: number): Promise<number> {
  let removed = 0;
  let at: (string | number)[] = ['', '', 0];
  for (;;) {
    const rows = db
      .sql(
        `SELECT user_id, source_ip, bucket, written_day FROM windows WHERE (user_id, source_ip, bucket) > (?, ?, ?)
         ORDER BY user_id, source_ip, bucket LIMIT ${stepRows * 4}`,
      )
      .all(...at);
    const old = rows.filter(
      ({ bucket, written_day }) =>
        Number(written_day) < (isDay(Number(bucket)) ? beforeDay - daysSeen : beforeDay),
    );
    if (old.length > 0)
      db.transaction(() => {
        for (const { user_id, source_ip, bucket } of old)
          db.sql('DELETE FROM windows WHERE user_id = ? AND source_ip = ? AND bucket = ?').run(
            user_id ?? null,
            source_ip ?? null,
            bucket ?? null,
          );
      });
    removed += old.length;
    const last = rows.at(-1);
    if (!last || rows.length < stepRows * 4) return removed;
    at = [String(last.user_id), String(last.source_ip), Number(last.bucket)];
    await nextTurn();
  }
}
