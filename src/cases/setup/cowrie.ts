/** Cowrie: its Splunk output, which needs nothing beside Cowrie itself. */
import { defineSetup } from './setup.ts';

export const cowrie = defineSetup({
  name: 'cowrie',
  title: 'Cowrie',
  versions: '2.5 to 3.1.4',
  note: 'The output opens a connection for each event and sends nothing again; keep the JSON log, so that `decoyverse import` can fill a gap.',
  steps: ({ address, key }) => [
    {
      title: 'Add this to the configuration.',
      file: 'etc/cowrie.cfg',
      code: `[output_splunk]
enabled = true
url = ${address}/services/collector/event
token = ${key}
index = main
sourcetype = cowrie
source = cowrie
`,
    },
    { title: 'Restart it, as its own user.', code: 'bin/cowrie restart' },
    {
      title: 'Test it: sign in from another machine, with any password.',
      code: 'ssh -p 2222 root@ADDRESS_OF_THE_SENSOR',
    },
  ],
});
