/**
 * What an incident touched, what each channel was told of it, and when it was active. In records from before, all of it is
 * empty, and the other fields stand in for it. `history` marks events of an import.
 */
import { noTouches } from '../../../core/alert.ts';

export const incidentTouchesSchema = `
ALTER TABLE incidents ADD COLUMN active_at TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN resumed_at TEXT;
ALTER TABLE incidents ADD COLUMN touched TEXT NOT NULL DEFAULT '${JSON.stringify(noTouches())}';
ALTER TABLE incidents ADD COLUMN told TEXT NOT NULL DEFAULT '{}';
ALTER TABLE honeypot_logs ADD COLUMN history INTEGER;
ALTER TABLE agent_events ADD COLUMN history INTEGER;
`;
