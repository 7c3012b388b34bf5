/**
 * Sums by node and exposure, and by network, risk and vulnerability; profiles count nodes and exposures; sessions have
 * one. Nodes have an owner and a location.
 */
const columns = `networks TEXT NOT NULL DEFAULT '{}',
  risks TEXT NOT NULL DEFAULT '{}',
  vulnerabilities TEXT NOT NULL DEFAULT '{}',
  examples TEXT NOT NULL DEFAULT '{}'`;

export const rollupPartsSchema = `
${columns
  .split(',')
  .map((column) => `ALTER TABLE rollups ADD COLUMN ${column.trim()};`)
  .join('\n')}
ALTER TABLE attacker_profiles ADD COLUMN nodes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE attacker_profiles ADD COLUMN exposures TEXT NOT NULL DEFAULT '{}';
ALTER TABLE nodes ADD COLUMN owner TEXT;
ALTER TABLE nodes ADD COLUMN location TEXT;
ALTER TABLE sessions ADD COLUMN exposure TEXT;
CREATE TABLE rollup_parts (
  user_id TEXT NOT NULL,
  part TEXT NOT NULL,
  hour TEXT NOT NULL,
  events INTEGER NOT NULL,
  risk_sum INTEGER NOT NULL,
  high_risk INTEGER NOT NULL,
  alerts INTEGER NOT NULL,
  attack_types TEXT NOT NULL,
  services TEXT NOT NULL,
  nodes TEXT NOT NULL,
  countries TEXT NOT NULL,
  techniques TEXT NOT NULL,
  exposures TEXT NOT NULL,
  ${columns},
  sources TEXT NOT NULL,
  PRIMARY KEY (user_id, part, hour)
) STRICT, WITHOUT ROWID;
`;
