/** Elasticpot: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const elasticpot = defineSetup(
  logSetup({
    name: 'elasticpot',
    title: 'Elasticpot',
    versions: '1.0; known from its documentation, not tried',
    before: [
      {
        title: 'Let it write its log as JSON, and restart it.',
        file: 'etc/honeypot.cfg',
        code: `[output_jsonlog]
enabled = true
logfile = log/elasticpot.json
epoch_timestamp = false
`,
      },
    ],
    log: '/opt/elasticpot/log/elasticpot.json',
    test: 'curl -sS http://ADDRESS_OF_THE_SENSOR:9200/_cat/indices',
  }),
);
