/** Sensors behind the key of another node are nodes below it. `relay` is null where the node's sensor decides. */
export const subNodesSchema = `
ALTER TABLE nodes ADD COLUMN relay INTEGER;
ALTER TABLE nodes ADD COLUMN parent_id TEXT;
CREATE INDEX nodes_parent ON nodes (parent_id) WHERE parent_id IS NOT NULL;
`;
