/** Message brokers and what keeps them together. */
import { byteAt, type Protocol, printableAt, toDetail, u16, u32 } from './protocol.ts';

const kafkaKinds = 80;

export const queues: readonly Protocol[] = [
  {
    name: 'mqtt',
    isBinary: true,
    first: '\x10',
    recognise(wire) {
      const at = wire.slice(0, 16).search(/\0\x04MQTT|\0\x06MQIsdp/);
      if (at < 1 || at > 5) return null;
      const name = at + 2 + u16(wire, at);
      const detail = toDetail(wire.slice(name + 6, name + 6 + Math.max(0, u16(wire, name + 4))));
      return { what: 'A message broker was addressed (MQTT).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'amqp',
    isBinary: true,
    first: 'A',
    recognise: (wire) =>
      wire.startsWith('AMQP') && byteAt(wire, 4) <= 3
        ? { what: 'A message broker was addressed (AMQP).' }
        : null,
  },
  {
    name: 'kafka',
    isBinary: true,
    first: '\0',
    recognise(wire, _, length) {
      const size = u32(wire, 0);
      const kind = u16(wire, 4);
      const version = u16(wire, 6);
      const client = u16(wire, 12);
      if (size !== length - 4 || kind < 0 || kind > kafkaKinds || version > 20 || client < 0) return null;
      if (client !== 0xffff && (client > 200 || printableAt(wire, 14, 200).length < client)) return null;
      const detail = client === 0xffff ? undefined : toDetail(wire.slice(14, 14 + client));
      return { what: 'A message broker was addressed (Kafka).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'zookeeper',
    isBinary: false,
    isGreeting: true,
    first: 'rscdemw',
    recognise: (wire) =>
      /^(?:ruok|srvr|stat|conf|cons|dump|envi|mntr|wchs|isro)\s*$/.test(wire)
        ? { what: 'A coordination service was queried (ZooKeeper).' }
        : null,
  },
  {
    name: 'nats',
    isBinary: false,
    first: 'C',
    recognise: (wire) =>
      wire.startsWith('CONNECT {') ? { what: 'A message broker was addressed (NATS).' } : null,
  },
  {
    name: 'stomp',
    isBinary: false,
    first: 'CS',
    recognise: (wire) =>
      /^(?:CONNECT|STOMP)\r?\n[a-z-]{3,20}:/.test(wire)
        ? { what: 'A message broker was addressed (STOMP).' }
        : null,
  },
  {
    name: 'openwire',
    isBinary: true,
    first: '\0',
    recognise: (wire) =>
      wire.slice(5, 13) === 'ActiveMQ' || (byteAt(wire, 4) === 0x1f && u32(wire, 0) > 4)
        ? { what: 'A message broker was addressed (OpenWire).' }
        : null,
  },
];
