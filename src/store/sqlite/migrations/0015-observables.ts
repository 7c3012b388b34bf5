/**
 * Observables (core/observable.ts). What waits in memory to be folded is found again in the events after `seq`. `id_key` goes
 * into ids, so that a masked password cannot be guessed from its own. Tenant and
 * kind are one number, as every row and index entry holds it. Existing events are not gone through.
 */
export const observablesSchema = `
CREATE TABLE observable_kinds (
  place INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  kept INTEGER NOT NULL DEFAULT 0,
  dropped_values INTEGER NOT NULL DEFAULT 0,
  dropped_events INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user_id, kind)
) STRICT;
CREATE TABLE observables (
  row_no INTEGER PRIMARY KEY,
  kind_place INTEGER NOT NULL,
  id BLOB NOT NULL,
  value TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  sources BLOB NOT NULL,
  sessions BLOB NOT NULL,
  nodes BLOB NOT NULL,
  refs TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX observables_id ON observables (id, kind_place);
CREATE INDEX observables_events ON observables (kind_place, events, row_no);
CREATE INDEX observables_first ON observables (kind_place, first_ms, row_no);
CREATE TABLE observable_periods (
  kind_place INTEGER NOT NULL,
  period INTEGER NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (kind_place, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE observable_state (seq INTEGER NOT NULL, id_key BLOB NOT NULL) STRICT;
INSERT INTO observable_state SELECT max(value, coalesce((SELECT max(seq) FROM honeypot_logs), 0),
  coalesce((SELECT max(seq) FROM agent_events), 0), coalesce((SELECT max(seq) FROM changes), 0)), randomblob(16)
  FROM sequence;
`;
