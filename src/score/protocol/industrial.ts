/** Controllers of plants and buildings. */
import { byteAt, le16, le32, type Protocol, printableAt, toDetail, u16, u32 } from './protocol.ts';

const functions = new Map([
  [1, 'coils read'],
  [2, 'inputs read'],
  [3, 'registers read'],
  [4, 'input registers read'],
  [5, 'a coil set'],
  [6, 'a register set'],
  [15, 'coils set'],
  [16, 'registers set'],
  [17, 'the device asked for its id'],
  [43, 'the device asked for its id'],
  [90, 'a programming call of Schneider'],
]);

export const industrial: readonly Protocol[] = [
  {
    name: 'modbus',
    isBinary: true,
    first: null,
    recognise(wire, _, length) {
      // Transaction, protocol 0, the length of the rest, unit, function.
      if (u16(wire, 2) !== 0 || length < 8 || length > 260 || u16(wire, 4) !== length - 6) return null;
      const call = byteAt(wire, 7);
      const known = functions.get(call);
      if (call < 1 || (call > 127 && length > 9)) return null;
      return {
        what: 'An industrial controller was addressed (Modbus).',
        detail: known ?? `function ${call}`,
      };
    },
  },
  {
    name: 'dnp3',
    isBinary: true,
    first: '\x05',
    recognise: (wire) =>
      byteAt(wire, 1) === 0x64 && byteAt(wire, 2) >= 5
        ? { what: 'An industrial controller was addressed (DNP3).' }
        : null,
  },
  {
    name: 'bacnet',
    isBinary: true,
    first: '\x81',
    recognise: (wire, _, length) =>
      byteAt(wire, 1) <= 12 && byteAt(wire, 1) >= 0 && u16(wire, 2) === length && byteAt(wire, 4) <= 1
        ? { what: 'A building controller was addressed (BACnet).' }
        : null,
  },
  {
    name: 'opc-ua',
    isBinary: true,
    first: 'HOC',
    recognise(wire, _, length) {
      if (!/^(?:HEL|OPN|CLO)[FC]/.test(wire)) return null;
      const size = le32(wire, 4);
      if (size < 8 || size > Math.max(length, 1024) + 65_536) return null;
      const at = wire.indexOf('opc.tcp://');
      const detail = at < 0 ? undefined : toDetail(printableAt(wire, at));
      return {
        what: 'An industrial server was addressed (OPC UA).',
        ...(detail === undefined ? {} : { detail }),
      };
    },
  },
  {
    name: 'iec-104',
    isBinary: true,
    first: '\x68',
    recognise: (wire, _, length) =>
      byteAt(wire, 1) === length - 2 &&
      length >= 6 &&
      length <= 255 &&
      [0x07, 0x0b, 0x43, 0x13].includes(byteAt(wire, 2))
        ? { what: 'A substation was addressed (IEC 60870-5-104).' }
        : null,
  },
  {
    name: 'ethernet-ip',
    isBinary: true,
    first: '\x63\x65\x04\x64',
    recognise: (wire, _, length) =>
      length >= 24 && byteAt(wire, 1) === 0 && le16(wire, 2) === length - 24 && u32(wire, 8) === 0
        ? { what: 'An industrial controller was addressed (EtherNet/IP).' }
        : null,
  },
  {
    name: 'niagara-fox',
    isBinary: false,
    isGreeting: true,
    first: 'f',
    recognise: (wire) =>
      wire.startsWith('fox a ') ? { what: 'A building controller was addressed (Niagara Fox).' } : null,
  },
  {
    name: 'tank-gauge',
    isBinary: true,
    first: '\x01',
    recognise: (wire) => (/^\x01I\d{5}/.test(wire) ? { what: 'A fuel tank gauge was queried (ATG).' } : null),
  },
  {
    name: 'proconos',
    isBinary: true,
    first: '\xcc',
    recognise: (wire) =>
      wire.startsWith('\xcc\x01\x00\x0b\x40\x02')
        ? { what: 'An industrial controller was addressed (ProConOS).' }
        : null,
  },
];
