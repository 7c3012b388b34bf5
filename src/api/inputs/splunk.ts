/** Splunk's HTTP Event Collector, as Cowrie's `output_splunk` and many shippers speak it; the token is the node key. */
import { defineInput } from './input.ts';

export const splunk = defineInput({
  name: 'splunk',
  title: 'Splunk HEC',
  paths: [
    '/services/collector',
    '/services/collector/event',
    '/services/collector/event/1.0',
    '/services/collector/raw',
    '/services/collector/raw/1.0',
  ],
  answer: () => ({ text: 'Success', code: 0 }),
});
