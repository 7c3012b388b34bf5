/**
 * Beelzebub's cloud output: earlier releases post to the address itself, later ones to `<address>/events`, and ask for the
 * services that they are to offer (`/honeypots`): none beside those of their own configuration.
 */
import { defineInput } from './input.ts';

export const beelzebub = defineInput({
  name: 'beelzebub',
  title: 'Beelzebub',
  paths: ['/ingest/beelzebub/events'],
  questions: [{ method: 'GET', path: '/ingest/beelzebub/honeypots', answer: [] }],
});
