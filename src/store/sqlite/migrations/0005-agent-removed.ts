/** Nodes remember when their agent removed itself. */
export const agentRemovedSchema = 'ALTER TABLE nodes ADD COLUMN agent_removed_at TEXT;';
