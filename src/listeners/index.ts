/** All listeners. To add one, write a file and add a line here, and a setting for its port. */
import { gelfTcp } from './gelf-tcp.ts';
import { gelfUdp } from './gelf-udp.ts';
import { hpfeeds } from './hpfeeds.ts';
import { jsonTcp } from './json-tcp.ts';
import type { Listener } from './listener.ts';
import { syslogTcp } from './syslog-tcp.ts';
import { syslogUdp } from './syslog-udp.ts';

export const listeners: readonly Listener[] = [syslogUdp, syslogTcp, gelfUdp, gelfTcp, jsonTcp, hpfeeds];
