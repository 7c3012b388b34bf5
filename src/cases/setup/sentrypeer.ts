/** SentryPeer: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const sentrypeer = defineSetup(
  logSetup({
    name: 'sentrypeer',
    title: 'SentryPeer',
    versions: '4; known from its documentation, not tried',
    before: [
      {
        title: 'Start it with a log in JSON.',
        code: 'sentrypeer -j -l /var/log/sentrypeer.json',
      },
    ],
    log: '/var/log/sentrypeer.json',
    test: 'sipsak -s sip:100@ADDRESS_OF_THE_SENSOR',
  }),
);
