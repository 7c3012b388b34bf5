/** Rollups, those of parts too, also count, by node, what rules and known scanners kept from alerting. */
export const suppressedSumsSchema = `
ALTER TABLE rollups ADD COLUMN suppressed TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollup_parts ADD COLUMN suppressed TEXT NOT NULL DEFAULT '{}';
`;
