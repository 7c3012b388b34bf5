/** Entries of append-only journals: the audit log, histories of incidents, what verdicts adjusted. */
import { plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { anything, object, type Static, text } from './schema.ts';

export const Entry = object({
  id: text(),
  at: plainTime,
  by: text({ description: 'E-mail address, `key:<name>`, `rule` or `server`.' }),
  kind: text({ examples: ['changed'] }),
  data: anything(),
});
export type Entry = Static<typeof Entry>;
export const toEntryView = projectionOf(Entry);
