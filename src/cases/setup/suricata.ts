/** Suricata: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const suricata = defineSetup(
  logSetup({
    name: 'suricata',
    title: 'Suricata',
    versions: '7 and 8; its records are known from real logs, the set-up was not tried',
    note: 'Its alerts are events; flows, protocols and statistics are not.',
    before: [
      {
        title: 'Let it write its alerts as JSON.',
        file: '/etc/suricata/suricata.yaml',
        code: `outputs:
  - eve-log:
      enabled: yes
      filetype: regular
      filename: eve.json
      types: [alert]
`,
      },
      {
        title: 'Restart it.',
        code: 'sudo systemctl restart suricata',
      },
    ],
    log: '/var/log/suricata/eve.json',
    test: 'curl -sS -A BlackSun http://ADDRESS_OF_A_MACHINE_BEHIND_SURICATA/',
  }),
);
