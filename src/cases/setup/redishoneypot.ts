/** Redishoneypot: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const redishoneypot = defineSetup(
  logSetup({
    name: 'redishoneypot',
    title: 'Redishoneypot',
    versions: 'the one of a T-Pot 24.04; known from its documentation, not tried',
    log: '/data/redishoneypot/log/*.log',
    test: 'redis-cli -h ADDRESS_OF_THE_SENSOR INFO',
  }),
);
