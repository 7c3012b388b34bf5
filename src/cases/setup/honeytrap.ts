/** Honeytrap: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const honeytrap = defineSetup(
  logSetup({
    name: 'honeytrap',
    title: 'Honeytrap',
    versions: '1.1; its records are known from real logs, the set-up was not tried',
    note: "Its module for JSON (logattacker-json in a T-Pot's configuration) must be loaded.",
    log: '/opt/honeytrap/var/log/attackers.json',
    test: 'curl -sS --max-time 5 http://ADDRESS_OF_THE_SENSOR:8088/',
  }),
);
