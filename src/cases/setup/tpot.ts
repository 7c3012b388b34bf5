/** A T-Pot: one more output of its Logstash. */
import { defineSetup } from './setup.ts';

export const tpot = defineSetup({
  name: 'tpot',
  title: 'T-Pot',
  versions: "24.04 and 22.04; known from their configuration and from other people's set-ups, not tried",
  note: 'All sensors of the T-Pot report with this one key; each becomes a node below this one. Its Logstash reads the configuration in its image unless another is put in its place.',
  steps: ({ address, key }) => [
    {
      title:
        'Copy the configuration of its Logstash to where its container can read it. The second line is for 22.04.',
      code: `sudo cp ~/tpotce/docker/elk/logstash/dist/logstash.conf ~/tpotce/data/elk/logstash.conf
sudo cp /opt/tpot/docker/elk/logstash/dist/logstash.conf /data/elk/logstash.conf`,
    },
    {
      title: 'Add this output at the end of the copy (22.04: /data/elk/logstash.conf).',
      file: '~/tpotce/data/elk/logstash.conf',
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
    {
      title:
        'Put it in the place of the one in the image: add this line below “volumes:” of the service logstash.',
      file: '~/tpotce/docker-compose.yml',
      code: `     - ${'$'}{TPOT_DATA_PATH}/elk/logstash.conf:/etc/logstash/logstash.conf
`,
    },
    {
      title: '22.04: the same line there.',
      file: '/opt/tpot/etc/tpot.yml',
      code: `     - /data/elk/logstash.conf:/etc/logstash/logstash.conf
`,
    },
    { title: 'Restart it.', code: 'sudo systemctl restart tpot' },
  ],
});
