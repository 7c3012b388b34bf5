/** Cisco ASA honeypot: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const ciscoasa = defineSetup(
  logSetup({
    name: 'ciscoasa',
    title: 'Cisco ASA honeypot',
    versions: 'the one of a T-Pot 24.04; its records are known from real logs, the set-up was not tried',
    log: '/data/ciscoasa/log/*.log',
    test: 'curl -sSk https://ADDRESS_OF_THE_SENSOR:8443/+CSCOE+/logon.html',
  }),
);
