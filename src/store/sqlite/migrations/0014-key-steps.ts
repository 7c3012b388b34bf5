/** The steps that made an incident what it is; records from before have none. */
export const keyStepsSchema = `
ALTER TABLE incidents ADD COLUMN key_steps TEXT NOT NULL DEFAULT '[]';
`;
