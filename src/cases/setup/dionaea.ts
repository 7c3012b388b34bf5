/** Dionaea: `log_json` with an HTTP handler; it can set no header, so the key is part of the address. */
import { defineSetup } from './setup.ts';

export const dionaea = defineSetup({
  name: 'dionaea',
  title: 'Dionaea',
  versions: '0.11 and later; known from its source, not tried',
  note: 'The key is part of the address, so use https. One record describes a whole connection, when it ends.',
  steps: ({ address, key }) => [
    {
      title: 'Write this file, and enable it.',
      file: '/opt/dionaea/etc/dionaea/ihandlers-available/log_json.yaml',
      code: `- name: log_json
  config:
    flat_data: true
    handlers:
      - ${address}/ingest/dionaea/${key}
`,
    },
    {
      title: 'Enable it and restart.',
      code: `cd /opt/dionaea/etc/dionaea/ihandlers-enabled && sudo ln -sf ../ihandlers-available/log_json.yaml .
sudo systemctl restart dionaea`,
    },
    {
      title: 'Test it from another machine.',
      code: 'curl -sS --user root:test ftp://ADDRESS_OF_THE_SENSOR/',
    },
  ],
});
