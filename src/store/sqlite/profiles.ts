/** What is known of each source. One row a source, changed once a batch. */
import { type AttackerProfile, type ProfileDelta, toAttackerProfile } from '../../core/attacker.ts';
import { attackerQueryFields } from '../../core/list-query-fields.ts';
import type { EventQuery, Page, PageRequest } from '../../core/query.ts';
import { readListQuery } from '../list-query.ts';
import { clause } from './connection/clause.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { addToCounts, readCounts } from './connection/name-counts.ts';
import { readPage } from './connection/paging.ts';
import { attackerPlaces, toListClause } from './list-query.ts';
import type { TotalsSums } from './writing/totals.ts';

const columns =
  'user_id, source_ip, total_attacks, risk_sum, max_risk_score, first_seen, last_seen, attack_types, services_targeted, nodes, exposures';

const insert = `INSERT INTO attacker_profiles (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const find = `SELECT ROWID AS place, max_risk_score, last_seen, attack_types, services_targeted, nodes, exposures
  FROM attacker_profiles
  WHERE user_id = ? AND source_ip = ?`;
// Indexed columns are named only where their value moves: SQLite writes an index whenever its column is set.
const set = `UPDATE attacker_profiles SET total_attacks = total_attacks + ?, risk_sum = risk_sum + ?,
  first_seen = min(first_seen, ?), attack_types = ?, services_targeted = ?, nodes = ?, exposures = ?`;
const update = `${set} WHERE ROWID = ?`;
const updateLater = `${set}, last_seen = ? WHERE ROWID = ?`;

/** Within a transaction. */
export function addToProfile(db: Connection, delta: ProfileDelta, sums: TotalsSums): void {
  const row = db.sql(find).get(delta.user_id, delta.source_ip) as Row | undefined;
  const types = addToCounts((row?.attack_types as string) ?? null, delta.attack_types);
  const services = addToCounts((row?.services_targeted as string) ?? null, delta.services);
  const nodes = addToCounts((row?.nodes as string) ?? null, delta.nodes);
  const exposures = addToCounts((row?.exposures as string) ?? null, delta.exposures);
  if (!row) {
    db.sql(insert).run(
      delta.user_id,
      delta.source_ip,
      delta.events,
      delta.risk_sum,
      delta.max_risk,
      delta.first_seen,
      delta.last_seen,
      types,
      services,
      nodes,
      exposures,
    );
    sums.add(delta.user_id, { sources: 1 });
    return;
  }
  const place = Number(row.place);
  const isLater = delta.last_seen > String(row.last_seen);
  db.sql(isLater ? updateLater : update).run(
    delta.events,
    delta.risk_sum,
    delta.first_seen,
    types,
    services,
    nodes,
    exposures,
    ...(isLater ? [delta.last_seen] : []),
    place,
  );
  if (delta.max_risk > Number(row.max_risk_score))
    db.sql('UPDATE attacker_profiles SET max_risk_score = ? WHERE ROWID = ?').run(delta.max_risk, place);
}

const readProfile = (row: Row): AttackerProfile =>
  toAttackerProfile({
    user_id: row.user_id as string,
    source_ip: row.source_ip as string,
    total_attacks: Number(row.total_attacks),
    risk_sum: Number(row.risk_sum),
    max_risk_score: Number(row.max_risk_score),
    first_seen: row.first_seen as string,
    last_seen: row.last_seen as string,
    attack_types: readCounts(row.attack_types),
    services_targeted: readCounts(row.services_targeted),
    nodes: readCounts(row.nodes),
    exposures: readCounts(row.exposures),
  });

export function findProfile(db: Connection, userId: string, source: string): AttackerProfile | null {
  const row = db
    .sql(`SELECT ${columns} FROM attacker_profiles WHERE user_id = ? AND source_ip = ?`)
    .get(userId, source) as Row | undefined;
  return row ? readProfile(row) : null;
}

export function listProfiles(
  db: Connection,
  userId: string,
  order: 'last_seen' | 'total_attacks' | 'max_risk_score',
  page: PageRequest,
  asked?: EventQuery,
): Page<AttackerProfile> {
  const query = readListQuery(asked, attackerQueryFields);
  const left = query && toListClause(query, attackerPlaces);
  const driving = [clause('user_id = ?', userId)];
  if (query?.bounds.source !== undefined) driving.push(clause('source_ip = ?', query.bounds.source));
  if (order === 'last_seen' && query?.bounds.from !== undefined)
    driving.push(clause('last_seen >= ?', query.bounds.from));
  // Those inside are few among many, and have an index of their own.
  const isInside = order === 'last_seen' && asked?.within?.exposure === 'internal';
  if (isInside) driving.push(clause(`instr(exposures, '"internal"') > 0`));
  return readPage(
    db,
    {
      table: isInside ? 'attacker_profiles INDEXED BY attacker_profiles_inside' : 'attacker_profiles',
      columns,
      order: [order, 'source_ip'],
      driving,
      residual: left ? [left.clause] : [],
      looked: left?.looked ?? [],
      below: order === 'last_seen' ? query?.bounds.to : undefined,
    },
    page,
    readProfile,
    [order === 'last_seen' ? '' : 0, ''],
  );
}
