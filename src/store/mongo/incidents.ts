import type { Filter } from 'mongodb';
import type { Incident, Touched } from '../../core/alert.ts';
import { incidentQueryFields } from '../../core/list-query-fields.ts';
import { type IncidentFilter, mostCounted } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { readListQuery } from '../list-query.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';
import { countKeyset, mostScanned, parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { keyOf } from './connection/shape.ts';
import { incidentPaths, toListFilter } from './list-query.ts';
import { incidentShape, toIncidentDocument } from './records.ts';
import type { Scanner } from './scan/scanner.ts';
import { writeAll } from './writing/write.ts';

/** As core/snooze.ts has it. Where there is no snooze, `$gt` is false: nothing is less than a text. */
const asleepAt = (now: string): Filter<Stored> => ({
  $expr: {
    $and: [
      { $gt: ['$snooze.until', now] },
      { $lte: ['$risk_score', '$snooze.risk'] },
      { $eq: ['$attack_type', '$snooze.attack_type'] },
      { $or: [{ $eq: ['$snooze.events', null] }, { $lt: ['$event_count', '$snooze.events'] }] },
    ],
  },
});

/** Not opened by this person since it got as risky as it is. */
const unreadBy = (person: string): Filter<Stored> => ({
  $expr: {
    $eq: [
      0,
      {
        $size: {
          $filter: {
            input: { $ifNull: ['$seen', []] },
            as: 'one',
            cond: {
              $and: [{ $eq: ['$$one.by', { $literal: person }] }, { $gte: ['$$one.risk', '$risk_score'] }],
            },
          },
        },
      },
    ],
  },
});

function toConditions(
  userId: string,
  filter: IncidentFilter,
): { driving: Filter<Stored>[]; residual: Filter<Stored>[] } {
  const driving: Filter<Stored>[] = [{ user_id: userId }];
  const residual: Filter<Stored>[] = [];
  if (filter.source !== undefined) driving.push({ source_ip: { $eq: filter.source } });
  if (filter.open) (filter.source === undefined ? driving : residual).push({ is_active: true });
  if (filter.status !== undefined) residual.push({ status: { $eq: filter.status } });
  const touches = (field: string, set: keyof Touched, value: string): void => {
    residual.push({ $or: [{ [field]: { $eq: value } }, { [`touched.${set}`]: { $eq: value } }] });
  };
  if (filter.node_id !== undefined) touches('node_id', 'nodes', filter.node_id);
  if (filter.service !== undefined) touches('service', 'services', filter.service);
  if (filter.attack_type !== undefined) touches('attack_type', 'attack_types', filter.attack_type);
  if (filter.from !== undefined) driving.push({ last_seen: { $gte: filter.from } });
  if (filter.to !== undefined) residual.push({ first_seen: { $lt: filter.to } });
  if (filter.min_risk !== undefined) residual.push({ risk_score: { $gte: filter.min_risk } });
  if (filter.assignee !== undefined) residual.push({ assignee: { $eq: filter.assignee } });
  // Those that are not resolved are not merged.
  const isAll = filter.merged || filter.source !== undefined;
  if (!(isAll || filter.open)) residual.push({ merged_into: null });
  if (filter.unread_by !== undefined) residual.push(unreadBy(filter.unread_by));
  const query = readListQuery(filter.query, incidentQueryFields);
  if (query !== null) {
    const { source, from, to } = query.bounds;
    if (source !== undefined && filter.source === undefined) driving.push({ source_ip: { $eq: source } });
    if (from !== undefined) driving.push({ last_seen: { $gte: from } });
    if (to !== undefined) driving.push({ last_seen: { $lt: to } });
    residual.push(toListFilter(query, incidentPaths));
  }
  if (filter.asleep_at !== undefined) residual.push(asleepAt(filter.asleep_at));
  if (filter.awake_at !== undefined) residual.push({ $nor: [asleepAt(filter.awake_at)] });
  return { driving, residual };
}

export function createIncidentsOfTenant(
  connection: Connection,
  scanner: Scanner,
  userId: string,
): Pick<TenantStore, 'createIncident' | 'incident' | 'incidents' | 'countIncidents' | 'updateIncident'> {
  async function find(id: string): Promise<Incident | null> {
    const found = await connection.run((c) => c.incidents.findOne({ _id: keyOf(userId, id) }, readBound));
    return found && incidentShape.read(found);
  }
  return {
    async createIncident(incident) {
      try {
        await connection.run((c) =>
          c.incidents.insertOne(toIncidentDocument({ ...incident, user_id: userId })),
        );
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    incident: find,
    async incidents(filter, page) {
      const after = parseCursor(page.cursor, '');
      const scan = Math.min(filter.looked ?? mostScanned, mostScanned);
      const keyset = { order: 'last_seen', ...toConditions(userId, filter), after, limit: page.limit, scan };
      const read = (signal?: AbortSignal) =>
        connection.run((c) => readKeyset({ ...keyset, collection: c.incidents, signal }));
      const { found, next } = await (filter.query === undefined
        ? read()
        : scanner.run(userId, page.gone, read));
      return { items: found.map(incidentShape.read), next_cursor: next && toCursor(next) };
    },
    countIncidents(filter, most, gone) {
      const asked = { order: 'last_seen', ...toConditions(userId, filter), scan: mostCounted };
      return scanner.run(userId, gone, (signal) =>
        connection.run((c) => countKeyset({ ...asked, collection: c.incidents, signal }, most)),
      );
    },
    async updateIncident(id, version, patch) {
      const { open_key, ...rest } = patch;
      try {
        return await update(id, version, patch);
      } catch (error) {
        // Another incident holds the open key.
        if (open_key === undefined || open_key === id || !isDuplicate(error)) throw error;
        return update(id, version, rest);
      }
    },
  };

  async function update(
    ...[id, version, patch]: Parameters<TenantStore['updateIncident']>
  ): ReturnType<TenantStore['updateIncident']> {
    const filter: Filter<Stored> = { _id: keyOf(userId, id), ...(version === null ? {} : { version }) };
    const set = incidentShape.toSet(patch);
    if (patch.status !== undefined) set.is_active = patch.status !== 'resolved';
    if (patch.open_key !== undefined) set.is_open = patch.open_key !== id;
    const found = await connection.run((c) =>
      c.incidents.findOneAndUpdate(
        filter,
        { $inc: { version: 1 }, ...toSetOrNothing(set) },
        { returnDocument: 'after' },
      ),
    );
    if (found) return incidentShape.read(found);
    return version !== null && (await find(id)) ? 'stale' : null;
  }
}

const toSetOrNothing = (set: object): { $set?: object } => (Object.keys(set).length > 0 ? { $set: set } : {});

export function createIncidents(
  connection: Connection,
): Pick<Store, 'unacknowledged' | 'closeIdleIncidents'> {
  return {
    async unacknowledged(openedBefore, limit) {
      const found = await connection.run((c) =>
        c.incidents
          .find(
            { status: 'open', escalated_at: null, acknowledged_at: null, opened_at: { $lt: openedBefore } },
            { ...readBound, sort: { opened_at: 1, _id: 1 }, limit },
          )
          .toArray(),
      );
      return found.map(incidentShape.read);
    },
    async closeIdleIncidents(before, limit) {
      const idle = await connection.run((c) =>
        c.incidents
          .find(
            // Records of an older version have no `active_at`.
            {
              is_open: true,
              // It gives its key up when an event finds that the one it is merged into takes none.
              merged_into: null,
              last_seen: { $lt: before },
              active_at: { $not: { $gte: before } },
            },
            { ...readBound, projection: { incident_id: 1, open_key: 1 }, sort: { last_seen: 1 }, limit },
          )
          .toArray(),
      );
      if (idle.length === 0) return 0;
      await connection.run((c) =>
        writeAll(
          c.incidents,
          idle.map(({ _id, incident_id, open_key }) => ({
            updateOne: {
              filter: { _id, open_key, last_seen: { $lt: before }, active_at: { $not: { $gte: before } } },
              update: { $set: { open_key: incident_id, is_open: false } },
            },
          })),
        ),
      );
      return idle.length;
    },
  };
}
