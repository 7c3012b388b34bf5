/** Syslog over TCP (RFC 6587) and TLS (RFC 5425): counted, or one message a line. */
import { defineListener } from './listener.ts';
import { createStream } from './stream.ts';
import { syslogMessage } from './syslog-line.ts';

export const syslogTcp = defineListener({
  name: 'syslog-tcp',
  port: 'syslogTcp',
  tlsPort: 'syslogTls',
  transport: 'tcp',
  open: (origin, intake) =>
    createStream({ input: 'syslog-tcp', origin, isCounted: true }, intake, (bytes) =>
      syslogMessage(bytes, intake.nowIso),
    ),
});
