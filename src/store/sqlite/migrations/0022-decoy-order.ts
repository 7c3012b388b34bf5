/** Decoys are listed page by page, the latest touched or registered first. These indexes begin as the former ones did. */
export const decoyOrderSchema = `
ALTER TABLE decoys ADD COLUMN latest_at TEXT
  GENERATED ALWAYS AS (coalesce(last_accessed, registered_at, '')) VIRTUAL;
CREATE INDEX decoys_user_latest ON decoys (user_id, latest_at, id);
CREATE INDEX decoys_node_latest ON decoys (node_id, latest_at, id);
DROP INDEX decoys_user_id;
DROP INDEX decoys_node_id;
`;
