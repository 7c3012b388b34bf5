/** A T-Pot: one more output of its Logstash. */
import { defineSetup } from './setup.ts';

export const tpot = defineSetup({
  name: 'tpot',
  title: 'T-Pot',
  versions: '24.04; known from its configuration, not tried',
  note: 'All sensors of the T-Pot report with this one key; each becomes a node below this one.',
  steps: ({ address, key }) => [
    {
      title: 'Add this output beside the one that is there.',
      file: '~/tpotce/docker/elk/logstash/dist/logstash.conf',
      code: `output {
  http {
    url => "${address}/ingest/tpot"
    http_method => "post"
    format => "json_batch"
    http_compression => true
    headers => { "X-Node-Key" => "${key}" }
  }
}
`,
    },
    { title: 'Restart it.', code: 'sudo systemctl restart tpot' },
  ],
});
