/** Senders of GELF: over HTTP, or to the listeners for TCP and UDP. */
import { defineSetup, partsOfAddress } from './setup.ts';

export const graylog = defineSetup({
  name: 'graylog',
  title: 'GELF (Graylog)',
  versions: 'GELF 1.1; Cowrie 3.1.4, whose requests are known from a lab',
  note: 'The message is a sensor’s JSON in `short_message`. The key is part of the address of the HTTP output, so use https.',
  steps({ address, key, listeners }) {
    const { host } = partsOfAddress(address);
    const [udp, tcp] = [listeners.gelfUdpPort ?? 12_201, listeners.gelfTcpPort ?? 12_202];
    return [
      {
        title: 'Cowrie: over HTTP.',
        file: 'cowrie.cfg',
        code: `[output_graylog]
enabled = true
url = ${address}/ingest/gelf/${key}
`,
      },
      {
        title:
          'For senders over UDP and TCP: set these for this server, where they are not set yet, and restart it.',
        file: '.env',
        code: `HOST=0.0.0.0\nGELF_UDP_PORT=${udp}\nGELF_TCP_PORT=${tcp}\n`,
      },
      {
        title: 'Test it: the field _key names the node.',
        code: `printf '%s\\0' '{"version":"1.1","host":"sensor","short_message":"{\\"src_ip\\":\\"203.0.113.9\\",\\"username\\":\\"root\\",\\"password\\":\\"test\\"}","_key":"${key}"}' | nc -w 1 ${host} ${tcp}`,
      },
    ];
  },
});
