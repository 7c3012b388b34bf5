/** CitrixHoneypot: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const citrixHoneypot = defineSetup(
  logSetup({
    name: 'citrix-honeypot',
    title: 'CitrixHoneypot',
    versions: 'the one of a T-Pot 24.04; known from its documentation, not tried',
    log: '/data/citrixhoneypot/logs/*.log',
    test: 'curl -sSk https://ADDRESS_OF_THE_SENSOR/vpn/index.html',
  }),
);
