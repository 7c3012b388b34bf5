/** Incidents can be snoozed: until when, and as what they were then (core/snooze.ts), as JSON. */
export const snoozeSchema = `
ALTER TABLE incidents ADD COLUMN snooze TEXT;
`;
