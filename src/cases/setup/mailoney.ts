/** Mailoney: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const mailoney = defineSetup(
  logSetup({
    name: 'mailoney',
    title: 'Mailoney',
    versions: 'the one of a T-Pot 24.04; known from its documentation, not tried',
    log: '/opt/mailoney/logs/*.log',
    test: 'curl -sS --user root:test smtp://ADDRESS_OF_THE_SENSOR/',
  }),
);
