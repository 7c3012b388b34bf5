/**
 * Records as sensors wrote them, a pack for each commit. No event names its pack: both have the time of arrival. The
 * second index is of imports alone, whose events are older than their arrival says.
 */
export const rawPacksSchema = `
CREATE TABLE raw_packs (
  user_id TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  newest_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX raw_packs_received ON raw_packs (user_id, received_ms);
CREATE INDEX raw_packs_newest ON raw_packs (user_id, newest_ms) WHERE newest_ms < received_ms - 86400000;
`;
