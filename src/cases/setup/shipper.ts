/** Whatever ships a sensor's JSON log. */
import { defineSetup, partsOfAddress } from './setup.ts';

export const shipper = defineSetup({
  name: 'shipper',
  title: 'A log shipper (Fluent Bit, Vector, Logstash)',
  versions: 'Fluent Bit 2 to 4, Vector 0.30 and later, Logstash 7 and later',
  note: 'The sensor is found by the fields of its records; one that is not known is kept as what it is.',
  steps({ address, key }) {
    const { host, port, isTls, prefix } = partsOfAddress(address);
    return [
      {
        title: 'Fluent Bit.',
        file: '/etc/fluent-bit/fluent-bit.conf',
        code: `[INPUT]
    name   tail
    path   /var/log/sensor/*.json
    db     /var/lib/fluent-bit/decoyverse.db

[OUTPUT]
    name     http
    match    *
    host     ${host}
    port     ${port}
    tls      ${isTls ? 'on' : 'off'}
    uri      ${prefix}/ingest/json
    format   json
    compress gzip
    header   X-Node-Key ${key}
`,
      },
      {
        title: 'Vector.',
        file: '/etc/vector/vector.yaml',
        code: `sources:
  sensor:
    type: file
    include: ["/var/log/sensor/*.json"]
sinks:
  decoyverse:
    type: http
    inputs: [sensor]
    uri: ${address}/ingest/json
    encoding: { codec: text }
    framing: { method: newline_delimited }
    compression: gzip
    request: { headers: { X-Node-Key: "${key}" } }
`,
      },
      {
        title: 'Logstash.',
        file: '/etc/logstash/conf.d/decoyverse.conf',
        code: `input { file { path => "/var/log/sensor/*.json" codec => "json" } }
output {
  http {
    url => "${address}/ingest/json"
    http_method => "post"
    format => "json_batch"
    headers => { "X-Node-Key" => "${key}" }
  }
}
`,
      },
    ];
  },
});
