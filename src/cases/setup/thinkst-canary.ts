/** Thinkst Canary: the generic webhook of its console. */
import { defineSetup } from './setup.ts';

export const thinkstCanary = defineSetup({
  name: 'thinkst-canary',
  title: 'Thinkst Canary',
  versions: 'the console of November 2026; known from its documentation, not tried',
  note: 'The key is part of the address, so use https.',
  steps: ({ address, key }) => [
    {
      title: 'In the console: Settings, Webhooks, Add generic. Enter this URL.',
      code: `${address}/ingest/thinkst-canary/${key}`,
    },
  ],
});
