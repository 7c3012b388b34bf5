/** Journal entries as they leave the server. */
import type { JournalEntry } from '../core/query.ts';
import { anything, nullable, object, text } from './schema.ts';

export const Entry = object({
  id: text(),
  at: text({ format: 'date-time' }),
  by: text({ description: 'E-mail address, `key:<name>`, `rule` or `server`.' }),
  kind: text({ examples: ['changed'] }),
  data: anything(),
});
export const toEntryView = ({ id, at, by, kind, data }: JournalEntry) => ({ id, at, by, kind, data });

export const nullableTime = nullable(text({ format: 'date-time' }));
