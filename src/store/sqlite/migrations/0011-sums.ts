/** Rollups also count countries, techniques, exposures and the greatest sources; vulnerabilities have sums of their own. */
export const sumsSchema = `
ALTER TABLE rollups ADD COLUMN countries TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN techniques TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN exposures TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN sources TEXT NOT NULL DEFAULT '{}';
CREATE TABLE vulnerabilities (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  product TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  sources TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT;
`;
