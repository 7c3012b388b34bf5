/** Carries out a batch. Every step may be repeated, by several processes at once, at any time: each takes effect once. */
import { hash } from 'node:crypto';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { DecoyTouch } from '../../../core/decoy.ts';
import { type EventUpdate, sessionKey, type WindowDelta, windowKey } from '../../../core/effects.ts';
import { decoyId } from '../../../core/ids.ts';
import { kindOfSuppressor } from '../../../core/suppression.ts';
import type { Collections, Connection, Stored } from '../connection/connection.ts';
import { keyOf } from '../connection/shape.ts';
import { docKey } from '../docs.ts';
import { eventCollections, eventKey, todoOf, toEventDocument } from '../event-record.ts';
import { sourceKeyOf } from '../list-query.ts';
import { decoyShape, incidentShape, sessionShape, toAlertDocument, toIncidentDocument } from '../records.ts';
import type { Batch } from './batch.ts';
import { toFeedDocument } from './feed-document.ts';
import { foldAlert, foldIncident } from './folds.ts';
import { writeOutbox } from './outbox.ts';
import { insertMissing, once, writeAll } from './write.ts';

type Operation = AnyBulkWriteOperation<Stored>;
const sha256 = (text: string): string => hash('sha256', text, 'hex');

function updateEvent(seq: number, userId: string, update: EventUpdate): Operation {
  const { verdict, state, alert_id, alert_created, suppressed_by } = update;
  const todo = todoOf(state);
  return once(seq, eventKey(userId, update.log_id), {
    $set: { verdict, state, alert_id, alert_created, suppressed_by, ...(todo ? { todo } : {}) },
    ...(todo ? {} : { $unset: { todo: '' } }),
  });
}

function addWindow(seq: number, { user_id, source_ip, bucket, counts }: WindowDelta): Operation {
  const { first_ms, last_ms, ...sums } = counts;
  return once(
    seq,
    windowKey(user_id, source_ip, bucket),
    {
      $setOnInsert: { user_id, source_ip, bucket },
      $set: { written_at: new Date() },
      $inc: sums,
      $min: { first_ms },
      $max: { last_ms },
    },
    { upsert: true },
  );
}

function touchDecoy(seq: number, touch: DecoyTouch): Operation {
  const id = decoyId(touch.node_id, touch, sha256);
  const {
    triggers_count: _count,
    last_accessed: _at,
    ...fields
  } = decoyShape.toDocument(
    {
      id,
      node_id: touch.node_id,
      user_id: touch.user_id,
      file_name: touch.file_name,
      file_path: touch.file_path,
      type: 'file',
      status: 'active',
      registered_at: null,
      last_accessed: null,
      triggers_count: 0,
      extra: null,
    },
    id,
  );
  const { _id, ...onInsert } = fields;
  return once(
    seq,
    keyOf(touch.user_id, id),
    {
      $setOnInsert: onInsert,
      $inc: { triggers_count: touch.count },
      $max: { last_accessed: touch.at, latest_at: touch.at },
    },
    { upsert: true },
  );
}

const isOperation = (operation: Operation | null): operation is Operation => operation !== null;

async function applyEvents(c: Collections, userId: string, seq: number, batch: Batch): Promise<void> {
  await Promise.all(
    eventCollections.map(async (name) => {
      await insertMissing(
        c[name],
        batch.inserts
          .filter((event) => event.collection === name)
          .map((event) => toEventDocument(event, seq)),
      );
      await writeAll(
        c[name],
        batch.updates.filter((update) => update.collection === name).map((u) => updateEvent(seq, userId, u)),
      );
    }),
  );
}

async function applyAlerts(c: Collections, userId: string, seq: number, batch: Batch): Promise<void> {
  const { alerts, alertFolds } = batch.effects;
  await insertMissing(c.alerts, alerts.map(toAlertDocument));
  const folds = alertFolds.map((fold) => foldAlert(seq, fold));
  await writeAll(c.alerts, folds.map(({ worse }) => worse).filter(isOperation));
  await writeAll(
    c.alerts,
    folds.map(({ plain }) => plain),
  );
  await writeAll(
    c.alerts,
    batch.alertStatuses.map(({ alert_id, status }) =>
      once(seq, keyOf(userId, alert_id), { $set: { status, is_active: status !== 'resolved' } }),
    ),
  );
  await writeAll(
    c.alerts,
    (batch.alertMoves ?? []).map(({ alert_id, ...set }) => once(seq, keyOf(userId, alert_id), { $set: set })),
  );
}

async function applyIncidents(c: Collections, userId: string, seq: number, batch: Batch): Promise<void> {
  const { closedIncidents, incidents, incidentFolds } = batch.effects;
  await writeAll(
    c.incidents,
    closedIncidents.map(({ incident_id }) => ({
      updateOne: {
        filter: { _id: keyOf(userId, incident_id), applied: { $not: { $gte: seq } } },
        update: { $set: { open_key: incident_id, is_open: false } },
      },
    })),
  );
  await insertMissing(c.incidents, incidents.map(toIncidentDocument));
  const folds = incidentFolds.map((fold) => foldIncident(seq, fold));
  await writeAll(c.incidents, folds.map(({ worse }) => worse).filter(isOperation));
  await writeAll(
    c.incidents,
    folds.map(({ plain }) => plain),
  );
  await writeAll(
    c.incidents,
    (batch.incidentSets ?? []).map(({ incident_id, set }) =>
      once(seq, keyOf(userId, incident_id), {
        $inc: { version: 1 },
        $set: {
          ...incidentShape.toSet(set),
          ...(set.status === undefined ? {} : { is_active: set.status !== 'resolved' }),
          ...(set.open_key === undefined ? {} : { is_open: set.open_key !== incident_id }),
        },
      }),
    ),
  );
}

async function applyCounters(c: Collections, userId: string, seq: number, batch: Batch): Promise<void> {
  const { totals, effects } = batch;
  const hasTotals = Object.values(totals).some((count) => count !== 0);
  await Promise.all([
    writeAll(
      c.profiles,
      batch.profiles.map(({ id, set }) => once(seq, id, { $set: set }, { upsert: true })),
    ),
    writeAll(
      c.rollups,
      batch.rollups.map(({ id, set }) => once(seq, id, { $set: set }, { upsert: true })),
    ),
    writeAll(
      c.vulnerabilities,
      (batch.vulnerabilities ?? []).map(({ id, set }) => once(seq, id, { $set: set }, { upsert: true })),
    ),
    writeAll(
      c.observables,
      (batch.observables ?? []).map(({ id, set }) => once(seq, id, { $set: set }, { upsert: true })),
    ),
    writeAll(
      c.observablePeriods,
      (batch.observablePeriods ?? []).map(({ id, set }) => once(seq, id, { $set: set }, { upsert: true })),
    ),
    writeAll(
      c.observableKinds,
      (batch.observableKinds ?? []).map(({ kind, ...sums }) =>
        once(
          seq,
          keyOf(userId, kind),
          { $setOnInsert: { user_id: userId, kind }, $inc: sums },
          { upsert: true },
        ),
      ),
    ),
    writeAll(
      c.levels,
      batch.levels.map(({ day, ...sums }) =>
        once(
          seq,
          keyOf(userId, String(day)),
          { $setOnInsert: { user_id: userId, day }, $inc: sums },
          { upsert: true },
        ),
      ),
    ),
    writeAll(c.totals, hasTotals ? [once(seq, userId, { $inc: { ...totals } }, { upsert: true })] : []),
    writeAll(
      c.windows,
      effects.windows.map((delta) => addWindow(seq, delta)),
    ),
    writeAll(
      c.decoys,
      effects.touches.map((touch) => touchDecoy(seq, touch)),
    ),
    writeAll(
      c.sessions,
      effects.sessions.map((session) => {
        const { _id, ...set } = sessionShape.toDocument(
          session,
          sessionKey(userId, session.node_id, session.session),
        );
        const source_key = sourceKeyOf(session.source_ip);
        return once(seq, _id, { $set: { ...set, source_key } }, { upsert: true });
      }),
    ),
    writeAll(
      c.docs,
      effects.suppressionHits.map(({ rule_id, hits, last_at }) =>
        once(seq, docKey(kindOfSuppressor(rule_id), userId, rule_id), {
          $inc: { hits },
          $max: { last_hit_at: last_at },
        }),
      ),
    ),
  ]);
}

/** What has been written anew since is left alone. */
async function applyRemovals(c: Collections, seq: number, { removals }: Batch): Promise<void> {
  for (const name of ['alerts', 'profiles', 'observables'] as const) {
    const keys = removals[name] ?? [];
    if (keys.length > 0) await c[name].deleteMany({ _id: { $in: keys }, applied: { $not: { $gte: seq } } });
  }
}

export async function applyBatch(
  connection: Connection,
  userId: string,
  seq: number,
  batch: Batch,
): Promise<void> {
  await connection.run((c) =>
    Promise.all([
      applyEvents(c, userId, seq, batch),
      applyAlerts(c, userId, seq, batch),
      applyIncidents(c, userId, seq, batch),
      applyCounters(c, userId, seq, batch),
      applyRemovals(c, seq, batch),
      batch.outbox ? writeOutbox(c, batch.outbox, seq) : undefined,
      insertMissing(c.feed, batch.feed.length === 0 ? [] : [toFeedDocument(userId, seq, batch)]),
    ]),
  );
}
