/** What became of the records in one request of a sensor. */
import { integer, object } from './schema.ts';

export const InputAnswer = object({
  accepted: integer({ description: 'Stored now.' }),
  duplicate: integer({ description: 'Stored before.' }),
  skipped: integer({ description: "The sensor's messages about itself: start-up, status, settings." }),
  rejected: integer({ description: 'Not understood; the ingest problems say why.' }),
});
