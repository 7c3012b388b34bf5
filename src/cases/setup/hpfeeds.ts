/** Sensors that publish by hpfeeds: Cowrie, Heralding, Dionaea. */
import { defineSetup, partsOfAddress } from './setup.ts';

export const hpfeeds = defineSetup({
  name: 'hpfeeds',
  title: 'hpfeeds (Cowrie, Heralding, Dionaea)',
  versions:
    'Cowrie 3.1.4 and Heralding 1.0.7, known from what they sent in a lab; Dionaea from its source, not tried',
  note: 'Nothing of it is encrypted, and Cowrie tells of a session only when it ends: prefer its own set-up. The secret changes with the key of the node.',
  steps({ address, name, hpfeedsSecret, listeners }) {
    const { host } = partsOfAddress(address);
    const port = listeners.hpfeedsPort ?? 10_000;
    return [
      {
        title: 'Set these for this server, where they are not set yet, and restart it.',
        file: '.env',
        code: `HOST=0.0.0.0\nHPFEEDS_PORT=${port}\n`,
      },
      {
        title: 'Cowrie: pip install hpfeeds, then this file in the folder of Cowrie, beside etc/.',
        file: 'cowrie.cfg',
        code: `[output_hpfeeds3]
enabled = true
server = ${host}
port = ${port}
identifier = ${name}
secret = ${hpfeedsSecret}
`,
      },
      {
        title: 'Heralding.',
        file: 'heralding.yml',
        code: `activity_logging:
  hpfeeds:
    enabled: true
    session_channel: "heralding.session"
    auth_channel: "heralding.auth"
    host: "${host}"
    port: ${port}
    ident: "${name}"
    secret: "${hpfeedsSecret}"
`,
      },
      {
        title: 'Dionaea.',
        file: '/opt/dionaea/etc/dionaea/ihandlers-enabled/hpfeeds.yaml',
        code: `- name: hpfeeds
  config:
    server: "${host}"
    port: ${port}
    ident: "${name}"
    secret: "${hpfeedsSecret}"
`,
      },
    ];
  },
});
