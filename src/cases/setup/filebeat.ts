/** Filebeat: its output for Elasticsearch, pointed here. */
import { defineSetup, partsOfAddress } from './setup.ts';

export const filebeat = defineSetup({
  name: 'filebeat',
  title: 'Filebeat',
  versions: '7 to 9; known from its documentation, not tried',
  note: 'The sensor is found by the fields of its records; one that is not known is kept as what it is.',
  steps({ address, key }) {
    const { host, port, isTls, prefix } = partsOfAddress(address);
    return [
      {
        title: 'Replace its inputs and its output.',
        file: '/etc/filebeat/filebeat.yml',
        code: `filebeat.inputs:
  - type: filestream
    id: sensor
    paths: ["/var/log/sensor/*.json"]
setup.template.enabled: false
setup.ilm.enabled: false
output.elasticsearch:
  hosts: ["${isTls ? 'https' : 'http'}://${host}:${port}"]
  path: "${prefix}/ingest/elasticsearch"
  allow_older_versions: true
  headers:
    X-Node-Key: "${key}"
`,
      },
      {
        title: 'Ask whether it gets through, and restart it.',
        code: 'sudo filebeat test output && sudo systemctl restart filebeat',
      },
    ];
  },
});
