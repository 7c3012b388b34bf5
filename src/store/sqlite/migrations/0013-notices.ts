/** A notice is kept once, whatever the number of its deliveries; deliveries have a log, and their order is by risk. */
export const noticesSchema = `
CREATE TABLE notices (
  notice_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  notice TEXT NOT NULL,
  folded TEXT
) STRICT;
CREATE INDEX notices_incident ON notices (user_id, incident_id, created_at) WHERE folded IS NOT NULL;
CREATE INDEX notices_age ON notices (user_id, created_at);
INSERT INTO notices
  SELECT delivery_id, user_id, coalesce(incident_id, ''), created_at, notice, NULL FROM deliveries;
ALTER TABLE deliveries ADD COLUMN notice_id TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN risk_score INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN log TEXT NOT NULL DEFAULT '[]';
ALTER TABLE deliveries ADD COLUMN recipients TEXT;
UPDATE deliveries
  SET notice_id = delivery_id, risk_score = CAST(coalesce(json_extract(notice, '$.risk_score'), 0) AS INTEGER);
ALTER TABLE deliveries DROP COLUMN notice;
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (user_id, channel_id, max(next_at_ms, claimed_until_ms)) WHERE state = 'due';
CREATE INDEX deliveries_order ON deliveries (user_id, channel_id, risk_score DESC, created_at DESC, delivery_id)
  WHERE state = 'due';
CREATE INDEX deliveries_overflow ON deliveries (user_id, channel_id) WHERE state = 'due' AND occasion = 'overflow';
CREATE INDEX deliveries_notice ON deliveries (notice_id);
`;
