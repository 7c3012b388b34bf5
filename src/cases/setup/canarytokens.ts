/** Canarytokens, of the public site or one's own: their webhook. */
import { defineSetup } from './setup.ts';

export const canarytokens = defineSetup({
  name: 'canarytokens',
  title: 'Canarytokens',
  versions: 'the service of November 2026; known from its source, not tried',
  note: 'This server must be reachable from where the tokens are served. The key is part of the address, so use https. The example that is sent when a webhook is saved alerts nobody.',
  steps: ({ address, key }) => [
    { title: 'Enter this as the webhook URL of a token.', code: `${address}/ingest/canarytokens/${key}` },
  ],
});
