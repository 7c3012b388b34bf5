/** Graylog's GELF over HTTP, as Cowrie's `output_graylog` speaks it: `short_message` is the record as text. */
import { defineInput } from './input.ts';

export const gelf = defineInput({
  name: 'gelf',
  title: 'GELF over HTTP',
  paths: ['/gelf'],
});
