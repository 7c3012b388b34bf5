/** What is known of each source. Only commits write it (writing/plan-figures.ts). */
import type { Document, Filter } from 'mongodb';
import { type AttackerProfile, toAttackerProfile } from '../../core/attacker.ts';
import { attackerQueryFields } from '../../core/list-query-fields.ts';
import type { TenantStore } from '../../core/store.ts';
import { readListQuery } from '../list-query.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';
import { parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { readCounts } from './connection/shape.ts';
import { attackerPaths, toListFilter } from './list-query.ts';
import type { Scanner } from './scan/scanner.ts';
import { profileKey } from './writing/plan-figures.ts';

const readProfile = (document: Document): AttackerProfile =>
  toAttackerProfile({
    user_id: document.user_id as string,
    source_ip: document.source_ip as string,
    total_attacks: countOf(document, 'total_attacks'),
    risk_sum: countOf(document, 'risk_sum'),
    max_risk_score: countOf(document, 'max_risk_score'),
    first_seen: (document.first_seen as string) ?? '',
    last_seen: (document.last_seen as string) ?? '',
    attack_types: readCounts(document.attack_types),
    services_targeted: readCounts(document.services_targeted),
    nodes: readCounts(document.nodes),
    exposures: readCounts(document.exposures),
  });

export function createProfilesOfTenant(
  connection: Connection,
  scanner: Scanner,
  userId: string,
): Pick<TenantStore, 'profile' | 'profiles'> {
  return {
    async profile(source) {
      const found = await connection.run((c) =>
        c.profiles.findOne({ _id: profileKey(userId, source) }, readBound),
      );
      return found && readProfile(found);
    },
    async profiles(order, page, asked) {
      const after = parseCursor(page.cursor, order === 'last_seen' ? '' : 0);
      const read = readListQuery(asked, attackerQueryFields);
      const driving: Filter<Stored>[] = [{ user_id: userId }];
      const { source, from, to } = read?.bounds ?? {};
      if (source !== undefined) driving.push({ source_ip: { $eq: source } });
      if (order === 'last_seen' && from !== undefined) driving.push({ last_seen: { $gte: from } });
      if (order === 'last_seen' && to !== undefined) driving.push({ last_seen: { $lt: to } });
      const residual = read === null ? [] : [toListFilter(read, attackerPaths)];
      const query = { order, driving, residual, after, limit: page.limit };
      const readThem = (signal?: AbortSignal) =>
        connection.run((c) => readKeyset({ ...query, collection: c.profiles, signal }));
      const { found, next } = await (read === null ? readThem() : scanner.run(userId, page.gone, readThem));
      return { items: found.map(readProfile), next_cursor: next && toCursor(next) };
    },
  };
}
