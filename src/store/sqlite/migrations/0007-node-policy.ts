/** Nodes have an exposure, labels and a group. Those of older files inherit everything, as before. */
export const nodePolicySchema = `
ALTER TABLE nodes ADD COLUMN exposure TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE nodes ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE nodes ADD COLUMN group_id TEXT;
`;
