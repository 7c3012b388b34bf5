/** Incidents can be merged (core/merge.ts), and keep who has opened them, as JSON. */
export const mergingSchema = `
ALTER TABLE alerts ADD COLUMN merged_from TEXT;
ALTER TABLE incidents ADD COLUMN merged_into TEXT;
ALTER TABLE incidents ADD COLUMN merge TEXT;
ALTER TABLE incidents ADD COLUMN merged TEXT NOT NULL DEFAULT '[]';
ALTER TABLE incidents ADD COLUMN seen TEXT NOT NULL DEFAULT '[]';
DROP INDEX incidents_taking;
CREATE INDEX incidents_taking ON incidents (last_seen) WHERE open_key <> incident_id AND merged_into IS NULL;
`;
