/** What is known of a node's pauses. Older files know nothing yet: nobody is called silent before a pause was learned. */
export const silentNodesSchema = `
ALTER TABLE nodes ADD COLUMN usual_pause_ms INTEGER;
ALTER TABLE nodes ADD COLUMN silent_since TEXT;
ALTER TABLE nodes ADD COLUMN maintenance TEXT NOT NULL DEFAULT '[]';
`;
