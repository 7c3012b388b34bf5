/** Conpot: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const conpot = defineSetup(
  logSetup({
    name: 'conpot',
    title: 'Conpot',
    versions:
      '0.6, known from its documentation, not tried; records of 1.0, which a T-Pot 24.04.2 has, are read too',
    before: [
      {
        title: 'Let it write its log as JSON, and restart it.',
        file: 'conpot.cfg',
        code: `[json]
enabled = True
filename = /var/log/conpot/conpot.json
`,
      },
    ],
    log: '/var/log/conpot/conpot.json',
    test: 'curl -sS http://ADDRESS_OF_THE_SENSOR:8800/',
  }),
);
