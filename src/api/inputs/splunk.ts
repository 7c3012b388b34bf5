/** Splunk's HTTP Event Collector, as Cowrie's `output_splunk` and many shippers speak it; the token is the node key. */
import { defineInput } from './input.ts';

const healthy = { text: 'HEC is healthy', code: 17 };

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
  questions: [
    { method: 'GET', path: '/services/collector/health', answer: healthy },
    { method: 'GET', path: '/services/collector/health/1.0', answer: healthy },
  ],
  answer: () => ({ text: 'Success', code: 0 }),
});
