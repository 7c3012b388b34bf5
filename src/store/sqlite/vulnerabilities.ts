/** Which vulnerabilities were tried: one row each, changed once a batch. */
import type { VulnerabilityDelta, VulnerabilitySum } from '../../core/vulnerability-sum.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { addToCounts, readCounts } from './connection/name-counts.ts';

const columns = 'user_id, id, title, product, events, first_seen, last_seen, sources';

const upsert = `INSERT INTO vulnerabilities (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  title = excluded.title, product = excluded.product, events = events + excluded.events,
  first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
  sources = excluded.sources`;

/** Within a transaction. */
export function addToVulnerability(db: Connection, delta: VulnerabilityDelta): void {
  const row = db
    .sql('SELECT sources FROM vulnerabilities WHERE user_id = ? AND id = ?')
    .get(delta.user_id, delta.id) as Row | undefined;
  db.sql(upsert).run(
    delta.user_id,
    delta.id,
    delta.title,
    delta.product,
    delta.events,
    delta.first_seen,
    delta.last_seen,
    addToCounts((row?.sources as string) ?? null, delta.sources),
  );
}

/** Those that count at least one event; the most often tried first. */
export const listVulnerabilities = (db: Connection, userId: string): VulnerabilitySum[] =>
  (
    db
      .sql(`SELECT ${columns} FROM vulnerabilities WHERE user_id = ? AND events > 0 ORDER BY events DESC, id`)
      .all(userId) as Row[]
  ).map((row) => ({
    user_id: row.user_id as string,
    id: row.id as string,
    title: row.title as string,
    product: row.product as string,
    events: Number(row.events),
    first_seen: row.first_seen as string,
    last_seen: row.last_seen as string,
    sources: readCounts(row.sources),
  }));
