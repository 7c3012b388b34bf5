/** Syslog over UDP (RFC 5426): one message a datagram. */
import { defineListener } from './listener.ts';
import { takeMessage } from './message.ts';
import { syslogMessage } from './syslog-line.ts';

export const syslogUdp = defineListener({
  name: 'syslog-udp',
  port: 'syslogUdp',
  transport: 'udp',
  open: (intake) => async (datagram, address) => {
    const message = syslogMessage(datagram, intake.nowIso);
    if (message !== null)
      await takeMessage(
        { input: 'syslog-udp', address, certificate: null, node: null },
        message,
        intake,
        false,
      );
  },
});
