/** Rollups also count, by node, what rules and known scanners kept from alerting. */
export const suppressedSumsSchema = `
ALTER TABLE rollups ADD COLUMN suppressed TEXT NOT NULL DEFAULT '{}';
`;
