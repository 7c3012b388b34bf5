/** qeeqbox honeypots: they write a log in JSON, which `decoyverse follow` sends. */
import { followSteps } from './follow-steps.ts';
import { defineSetup } from './setup.ts';

export const qeeqbox = defineSetup({
  name: 'qeeqbox',
  title: 'qeeqbox honeypots',
  versions: '0.66',
  note: 'It has no output over HTTP: decoyverse follow runs beside it and sends its log. Without `json` among its logs it writes no JSON.',
  steps: (parts) => [
    {
      title: 'Let it write its log as JSON.',
      file: '/opt/honeypots/config.json',
      code: `{
  "logs": "file,terminal,json",
  "logs_location": "/var/log/honeypots/",
  "honeypots": { "ssh": { "port": 22, "log_file_name": "ssh.log" } }
}
`,
    },
    {
      title: 'Start it again.',
      code: 'sudo python3 -m honeypots --setup ssh --config /opt/honeypots/config.json',
    },
    ...followSteps(parts, 'qeeqbox', '/var/log/honeypots'),
    {
      title: 'Test it from another machine: sign in with any password.',
      code: 'ssh root@ADDRESS_OF_THE_SENSOR',
    },
  ],
});
