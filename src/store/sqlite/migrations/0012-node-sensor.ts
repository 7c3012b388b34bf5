/** Nodes say which sensor reports with their key; null = whatever speaks the API itself. */
export const nodeSensorSchema = `
ALTER TABLE nodes ADD COLUMN sensor TEXT;
`;
