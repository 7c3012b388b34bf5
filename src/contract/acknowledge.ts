/** Acknowledging an incident by the link of a message. */
import { flag, object, type Static, text } from './schema.ts';

export const AcknowledgeAsked = object({
  token: text({ description: 'The part after # in the link.', maxLength: 1100 }),
});
export type AcknowledgeAsked = Static<typeof AcknowledgeAsked>;
export const Acknowledged = object({
  title: text({ description: 'Of the incident.' }),
  acknowledged: flag({ description: 'False: it was no longer open.' }),
});
export type Acknowledged = Static<typeof Acknowledged>;
