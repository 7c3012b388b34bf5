/** Alerts and incidents keep which protocol was spoken and which vulnerability was tried. */
export const namedAttacksSchema = `
ALTER TABLE alerts ADD COLUMN protocol TEXT;
ALTER TABLE alerts ADD COLUMN vulnerability TEXT;
ALTER TABLE incidents ADD COLUMN protocol TEXT;
ALTER TABLE incidents ADD COLUMN vulnerability TEXT;
`;
