/** What each channel was notified of, under the word that the rest of the record uses. */
export const notifiedChannelsSchema = `
ALTER TABLE incidents RENAME COLUMN told TO notified_channels;
`;
