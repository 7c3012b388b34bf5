/** Acknowledging an incident by the link of a message. */
import { flag, object, type Static, text } from './schema.ts';

export const AcknowledgeAsked = object({
  token: text({ description: 'What stands behind the # of the link.', maxLength: 1100 }),
});
export type AcknowledgeAsked = Static<typeof AcknowledgeAsked>;
export const Acknowledged = object({
  title: text({ description: 'Of the incident.' }),
  acknowledged: flag({ description: 'False: it was not open any more.' }),
});
export type Acknowledged = Static<typeof Acknowledged>;
