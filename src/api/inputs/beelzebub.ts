/** Beelzebub's cloud output: `<address>/events`. */
import { defineInput } from './input.ts';

export const beelzebub = defineInput({
  name: 'beelzebub',
  title: 'Beelzebub',
  paths: ['/ingest/beelzebub/events'],
});
