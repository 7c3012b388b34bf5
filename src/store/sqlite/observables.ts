/**
 * Observables: one row each, changed when what came of many commits is folded (writing/observable-buffer.ts). Long: the SQL of
 * one table, its filters and orders, which are read side by side.
 */
import {
  mostKept,
  mostRefs,
  type Observable,
  type ObservableFilter,
  type ObservableKind,
  type ObservableKindSum,
  type ObservableOrder,
  type ObservableSums,
  periodMs,
  type Sighting,
} from '../../core/observable.ts';
import type { Page, PageRequest } from '../../core/query.ts';
import { addTopCounts, readTopCounts } from '../../core/top-counts.ts';
import {
  addHash,
  countSketch,
  countStored,
  holdsHashes,
  readSketch,
  toSketch,
} from '../../lib/observables/sketch.ts';
import { type ObservableDelta, type ObservableTally, observableId } from '../../lib/observables/tally.ts';
import { type Clause, clause } from './connection/clause.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { readCounts } from './connection/name-counts.ts';
import { type KeysetQuery, parseCursor, readKeyset, readRows, toCursor } from './connection/paging.ts';
import { holdsText } from './connection/text-clause.ts';

const columns = 'id, value, events, first_ms, last_ms, sources, sessions, nodes, refs';
const ofRow = columns.replaceAll(/\w+/g, (name) => `observables.${name}`);
const find = `SELECT row_no, events, first_ms, last_ms, sources, sessions, nodes, refs FROM observables
  WHERE id = ? AND kind_place = ?`;
const insert = `INSERT INTO observables (kind_place, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id, kind_place) DO NOTHING`;
// Indexed columns are named only where their value moves: SQLite writes an index whenever its column is set.
const changed = 'events = ?1, last_ms = ?2, sources = ?3, sessions = ?4, nodes = ?5, refs = ?6';
const update = `UPDATE observables SET ${changed} WHERE row_no = ?7`;
const updateEarlier = `UPDATE observables SET ${changed}, first_ms = ?8 WHERE row_no = ?7`;

/** Values looked at in one call: their rows are read, as no index has the texts. */
const mostLooked = 1000;

const kindOf = (db: Connection, userId: string, kind: ObservableKind): Row | undefined =>
  db.sql('SELECT place, kept FROM observable_kinds WHERE user_id = ? AND kind = ?').get(userId, kind);

function makeKind(db: Connection, userId: string, kind: ObservableKind): Row {
  const found = kindOf(db, userId, kind);
  if (found) return found;
  db.sql('INSERT INTO observable_kinds (user_id, kind) VALUES (?, ?)').run(userId, kind);
  return kindOf(db, userId, kind) as Row;
}

/** Read once a connection: it never changes. */
const idKeys = new WeakMap<Connection, string>();
function idKeyOf(db: Connection): string {
  let key = idKeys.get(db);
  if (key === undefined) {
    const row = db.sql('SELECT id_key FROM observable_state').get() as Row;
    key = Buffer.from(row.id_key as Uint8Array).toString('hex');
    idKeys.set(db, key);
  }
  return key;
}

const bytesOf = (id: string): Uint8Array => Buffer.from(id, 'hex');

/** The stored sketch with these hashes; itself where it has them already, as is usual. */
function joined(stored: Uint8Array, hashes: readonly number[]): Uint8Array {
  if (holdsHashes(stored, hashes)) return stored;
  const all = readSketch(stored);
  for (const hash of hashes) addHash(all, hash);
  return toSketch(all);
}

/** The latest, oldest first. */
function joinedRefs(stored: string, refs: readonly string[]): string {
  const left = mostRefs - refs.length;
  if (left <= 0) return refs.join(' ');
  let from = stored.length;
  for (let kept = 0; kept < left && from > 0; kept++) from = stored.lastIndexOf(' ', from - 1);
  return `${stored.slice(Math.max(0, from + 1))} ${refs.join(' ')}`;
}

/** Whether it is new. */
function add(db: Connection, kindPlace: number, key: Uint8Array, delta: ObservableDelta): boolean {
  const { value, events, first_ms, last_ms, sources, sessions, nodes, refs } = delta;
  const { changes } = db
    .sql(insert)
    .run(
      kindPlace,
      key,
      value,
      events,
      first_ms,
      last_ms,
      toSketch(sources),
      toSketch(sessions),
      toSketch(nodes),
      refs.join(' '),
    );
  return changes === 1;
}

/** As `find` says it. */
type Found = [number, number, number, number, Uint8Array, Uint8Array, Uint8Array, string];

/** Whether it was there. */
function change(db: Connection, kindPlace: number, key: Uint8Array, delta: ObservableDelta): boolean {
  const statement = db.sql(find);
  statement.setReturnArrays(true);
  const row = statement.get(key, kindPlace) as unknown as Found | undefined;
  if (!row) return false;
  const [rowNo, events, firstMs, lastMs, sources, sessions, nodes, refs] = row;
  const isEarlier = delta.first_ms < firstMs;
  db.sql(isEarlier ? updateEarlier : update).run(
    events + delta.events,
    Math.max(lastMs, delta.last_ms),
    joined(sources, delta.sources),
    joined(sessions, delta.sessions),
    joined(nodes, delta.nodes),
    joinedRefs(refs, delta.refs),
    rowNo,
    ...(isEarlier ? [delta.first_ms] : []),
  );
  return true;
}

function addToPeriods(
  db: Connection,
  kindPlace: number,
  sums: ReadonlyMap<number, ReadonlyMap<string, number>>,
) {
  for (const [period, delta] of sums) {
    const row = db
      .sql('SELECT counts FROM observable_periods WHERE kind_place = ? AND period = ?')
      .get(kindPlace, period);
    const counts = addTopCounts(row ? Object.entries(readCounts(row.counts)) : [], delta);
    db.sql('INSERT OR REPLACE INTO observable_periods VALUES (?, ?, ?)').run(
      kindPlace,
      period,
      JSON.stringify(Object.fromEntries(counts)),
    );
  }
}

/** The rarest go, of equal ones the oldest: whoever invents values pushes out their own. */
function makeRoom(db: Connection, kindPlace: number, over: number): void {
  const gone = db
    .sql(
      `DELETE FROM observables WHERE row_no IN
       (SELECT row_no FROM observables WHERE kind_place = ? ORDER BY events, row_no LIMIT ?) RETURNING events`,
    )
    .all(kindPlace, over);
  db.sql(
    `UPDATE observable_kinds SET kept = kept - ?1, dropped_values = dropped_values + ?1,
     dropped_events = dropped_events + ?2 WHERE place = ?3`,
  ).run(
    gone.length,
    gone.reduce((sum, { events }) => sum + Number(events), 0),
    kindPlace,
  );
}

/** Within a transaction. `most` values of a kind are kept. */
export function addToObservables(db: Connection, tally: ObservableTally, most = mostKept): void {
  const idKey = idKeyOf(db);
  for (const { userId, kind, deltas } of tally.groups()) {
    const { place, kept } = makeKind(db, userId, kind);
    const kindPlace = Number(place);
    const periods = new Map<number, Map<string, number>>();
    let fresh = 0;
    // One is mostly like the one before: a flood of new passwords is not looked for first, and known sources are.
    let isNew = false;
    for (const delta of deltas) {
      const id = observableId(idKey, delta);
      const key = bytesOf(id);
      if (isNew) {
        isNew = add(db, kindPlace, key, delta);
        if (!isNew) change(db, kindPlace, key, delta);
      } else isNew = !change(db, kindPlace, key, delta) && add(db, kindPlace, key, delta);
      if (isNew) fresh += 1;
      for (const [period, events] of delta.periods) {
        let sums = periods.get(period);
        if (!sums) {
          sums = new Map();
          periods.set(period, sums);
        }
        sums.set(id, (sums.get(id) ?? 0) + events);
      }
    }
    addToPeriods(db, kindPlace, periods);
    if (fresh > 0)
      db.sql('UPDATE observable_kinds SET kept = kept + ? WHERE place = ?').run(fresh, kindPlace);
    const over = Number(kept) + fresh - most;
    if (over > 0) makeRoom(db, kindPlace, over);
  }
}

const readObservable = (row: Row, kind: ObservableKind): Observable => {
  // An estimate may go too far, but no event has two sources.
  const events = Number(row.events);
  const nodes = readSketch(row.nodes as Uint8Array);
  return {
    id: Buffer.from(row.id as Uint8Array).toString('hex'),
    kind,
    value: row.value as string,
    events,
    sources: Math.min(events, countStored(row.sources as Uint8Array)),
    sessions: Math.min(events, countStored(row.sessions as Uint8Array)),
    nodes: Math.min(events, countSketch(nodes)),
    node_hashes: nodes,
    first_seen: new Date(Number(row.first_ms)).toISOString(),
    last_seen: new Date(Number(row.last_ms)).toISOString(),
    refs: String(row.refs).split(' '),
  };
};

export function listObservables(
  db: Connection,
  userId: string,
  { kind, q, looked, from, to }: ObservableFilter,
  order: ObservableOrder,
  page: PageRequest,
): Page<Observable> {
  const after = parseCursor(page.cursor, [0, 0]);
  const kindPlace = kindOf(db, userId, kind)?.place;
  if (kindPlace === undefined) return { items: [], next_cursor: null };
  const driving: Clause[] = [clause('kind_place = ?', Number(kindPlace))];
  if (order === 'first_seen' && from !== undefined) driving.push(clause('first_ms >= ?', Date.parse(from)));
  // The cursor lies below it.
  if (order === 'first_seen' && to !== undefined && after === null)
    driving.push(clause('first_ms < ?', Date.parse(to)));
  const query: KeysetQuery = {
    table: 'observables',
    order: [order === 'events' ? 'events' : 'first_ms', 'row_no'],
    driving,
    residual: q === undefined || q === '' ? [] : [holdsText(['w.value'], q)],
    looked: ['value'],
    after,
    limit: page.limit,
  };
  const { found, next } = readKeyset(db, query, Math.min(looked ?? mostLooked, mostLooked));
  const places = found.map(({ place }) => place);
  const items = [...readRows(db, 'observables', ofRow, places)].map((row) => readObservable(row, kind));
  return { items, next_cursor: next && toCursor(next) };
}

const byId = `SELECT k.kind, ${columns.replaceAll(/\w+/g, (name) => `o.${name}`)} FROM observables o
  JOIN observable_kinds k ON k.place = o.kind_place WHERE o.id = ? AND k.user_id = ?`;

/** Those that there are, in the order of `ids`. */
export const findObservables = (db: Connection, userId: string, ids: readonly string[]): Observable[] =>
  ids.flatMap((id) => {
    const row = db.sql(byId).get(bytesOf(id), userId) as Row | undefined;
    return row ? [readObservable(row, row.kind as ObservableKind)] : [];
  });

export const findObservablesOf = (
  db: Connection,
  userId: string,
  values: readonly Sighting[],
): Observable[] => {
  const key = idKeyOf(db);
  return findObservables(
    db,
    userId,
    values.map((value) => observableId(key, value)),
  );
};

export const listObservableKinds = (db: Connection, userId: string): ObservableKindSum[] =>
  db
    .sql(
      'SELECT kind, kept, dropped_values, dropped_events FROM observable_kinds WHERE user_id = ? ORDER BY kind',
    )
    .all(userId)
    .map((row) => ({
      kind: row.kind as ObservableKind,
      kept: Number(row.kept),
      dropped_values: Number(row.dropped_values),
      dropped_events: Number(row.dropped_events),
    }));

/** Over the periods that begin from `from` on and before `to` (ISO). */
export function sumObservables(
  db: Connection,
  userId: string,
  kind: ObservableKind,
  from: string,
  to: string,
): ObservableSums {
  const sums: ObservableSums = { counts: new Map(), missed: 0 };
  const kindPlace = kindOf(db, userId, kind)?.place;
  if (kindPlace === undefined) return sums;
  const rows = db
    .sql('SELECT counts FROM observable_periods WHERE kind_place = ? AND period >= ? AND period < ?')
    .all(Number(kindPlace), Math.floor(Date.parse(from) / periodMs), Math.ceil(Date.parse(to) / periodMs));
  for (const row of rows) {
    const { counts, missed } = readTopCounts(readCounts(row.counts));
    sums.missed += missed;
    for (const [id, events] of counts) sums.counts.set(id, (sums.counts.get(id) ?? 0) + events);
  }
  return sums;
}

/** One step of retention: looks at so many rows after `after`. The row to go on from, or null at the end. */
export function sweepObservables(
  db: Connection,
  after: number,
  beforeMs: number,
  rows: number,
): { removed: number; next: number | null } {
  return db.transaction(() => {
    const end = db
      .sql(
        'SELECT max(row_no) AS last FROM (SELECT row_no FROM observables WHERE row_no > ? ORDER BY row_no LIMIT ?)',
      )
      .get(after, rows)?.last;
    if (end === null || end === undefined) return { removed: 0, next: null };
    const gone = db
      .sql('DELETE FROM observables WHERE row_no > ? AND row_no <= ? AND last_ms < ? RETURNING kind_place')
      .all(after, Number(end), beforeMs);
    for (const [kindPlace, some] of Map.groupBy(gone, (row) => Number(row.kind_place)))
      db.sql('UPDATE observable_kinds SET kept = kept - ? WHERE place = ?').run(some.length, kindPlace);
    return { removed: gone.length, next: Number(end) };
  });
}

/** Nothing that counts as removed. */
export const sweepPeriods = (db: Connection, beforeMs: number): void => {
  db.sql(
    'DELETE FROM observable_periods WHERE period < ? AND kind_place IN (SELECT place FROM observable_kinds)',
  ).run(Math.floor(beforeMs / periodMs));
};
