/** Heralding: it writes a log of its sessions, which `decoyverse follow` sends. */
import { followSteps } from './follow-steps.ts';
import { defineSetup } from './setup.ts';

export const heralding = defineSetup({
  name: 'heralding',
  title: 'Heralding',
  versions: '1.0.7',
  note: 'It has no output over HTTP: decoyverse follow runs beside it and sends its log. A session is written when it ends.',
  steps: (parts) => [
    {
      title: 'Let it write sessions as JSON.',
      file: 'heralding.yml',
      code: `activity_logging:
  file:
    enabled: true
    session_json_log_file: "log_session.json"
`,
    },
    ...followSteps(parts, 'heralding', '/opt/heralding/log_session.json'),
    {
      title: 'Test it from another machine: sign in with any password.',
      code: 'curl -sS --user root:test ftp://ADDRESS_OF_THE_SENSOR/',
    },
  ],
});
