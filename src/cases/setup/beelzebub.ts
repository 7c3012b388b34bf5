/** Beelzebub: its cloud output, pointed here. */
import { defineSetup } from './setup.ts';

export const beelzebub = defineSetup({
  name: 'beelzebub',
  title: 'Beelzebub',
  versions: '3; known from its source, not tried',
  note: '',
  steps: ({ address, key }) => [
    {
      title: 'Add this to the configuration.',
      file: 'configurations/beelzebub.yaml',
      code: `core:
  beelzebub-cloud:
    enabled: true
    uri: "${address}/ingest/beelzebub"
    auth-token: "${key}"
`,
    },
    { title: 'Restart it.', code: 'docker compose restart beelzebub' },
    { title: 'Test it from another machine.', code: 'ssh -p 2222 root@ADDRESS_OF_THE_SENSOR' },
  ],
});
