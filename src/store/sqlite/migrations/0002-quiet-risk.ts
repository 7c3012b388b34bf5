/**
 * The second schema: where the few events lie that are of a quiet kind and yet have risk (a sensor that quotes an
 * attack). They never alert, so what counts alerting events takes them out again without reading every row's kind.
 */
import { collections } from '../event-record.ts';

/** The literals of schema 2. A kind that becomes quiet later needs a migration of its own. */
const isQuiet = "kind IN ('sensor.message', 'client.identified', 'connection.closed')";

/** Says exactly what the partial index says, so that SQLite may use it. */
export const isQuietRisk = `risk_score > 0 AND ${isQuiet}`;

export const quietRiskSchema = collections
  .map((table) => `CREATE INDEX ${table}_loud_quiet ON ${table} (user_id, risk_score) WHERE ${isQuietRisk};`)
  .join('\n');
