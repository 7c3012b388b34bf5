/** Cowrie: its Splunk output, which needs nothing beside Cowrie itself. */
import { defineSetup } from './setup.ts';

export const cowrie = defineSetup({
  name: 'cowrie',
  title: 'Cowrie',
  versions:
    '3.1.4, tried with the program itself; its Splunk output is there since 1.5.2, and its records are known from 2.5 on',
  note: 'The output opens a connection for each event and sends nothing again; keep the JSON log, so that `decoyverse import` can fill a gap. Recordings and downloads are sent by `decoyverse follow --recordings … --files …`, which reads the same log (docs/sensors.md).',
  steps: ({ address, key }) => [
    {
      // Not into etc/cowrie.cfg: that has the section already, and Cowrie does not start with two.
      title:
        'Write this to cowrie.cfg in the folder of Cowrie, beside etc/: it is read after etc/cowrie.cfg.',
      file: 'cowrie.cfg',
      code: `[output_splunk]
enabled = true
url = ${address}/services/collector/event
token = ${key}
index = main
sourcetype = cowrie
source = cowrie
`,
    },
    {
      title: 'Restart it, as its own user and in its folder.',
      code: 'cowrie restart || bin/cowrie restart',
    },
    {
      title: 'Test it: sign in from another machine, with any password.',
      code: 'ssh -p 2222 root@ADDRESS_OF_THE_SENSOR',
    },
  ],
});
