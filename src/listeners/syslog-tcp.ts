/** Syslog over TCP (RFC 6587): counted, or one message a line. */
import { defineListener } from './listener.ts';
import { createStream } from './stream.ts';
import { syslogMessage } from './syslog-line.ts';

export const syslogTcp = defineListener({
  name: 'syslog-tcp',
  port: 'syslogTcp',
  transport: 'tcp',
  open: (address, intake) =>
    createStream({ input: 'syslog-tcp', address, isCounted: true }, intake, (bytes) =>
      syslogMessage(bytes, intake.nowIso),
    ),
});
