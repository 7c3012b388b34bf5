/** Relays: SOCKS, and tunnels. Requests to web proxies are HTTP's (http.ts). */
import { byteAt, type Protocol, u16 } from './protocol.ts';

const addressAt = (wire: string, at: number): string =>
  [0, 1, 2, 3].map((step) => byteAt(wire, at + step)).join('.');

export const proxies: readonly Protocol[] = [
  {
    name: 'socks4',
    isBinary: true,
    first: '\x04',
    recognise(wire, _, length) {
      const call = byteAt(wire, 1);
      if ((call !== 1 && call !== 2) || length < 9 || length > 300 || u16(wire, 2) < 1) return null;
      if (!wire.slice(8).includes('\0')) return null;
      return {
        what: 'Somebody tried to use the decoy as a relay (SOCKS 4).',
        detail: `${addressAt(wire, 4)}:${u16(wire, 2)}`,
      };
    },
  },
  {
    name: 'socks5',
    isBinary: true,
    first: '\x05',
    recognise: (wire, _, length) =>
      byteAt(wire, 1) >= 1 && byteAt(wire, 1) <= 10 && length === byteAt(wire, 1) + 2 && byteAt(wire, 2) >= 0
        ? { what: 'Somebody tried to use the decoy as a relay (SOCKS 5).' }
        : null,
  },
  {
    name: 'pptp',
    isBinary: true,
    first: '\0',
    recognise: (wire) =>
      wire.slice(4, 8) === '\x1a\x2b\x3c\x4d' ? { what: 'A tunnel was requested (PPTP).' } : null,
  },
  {
    name: 'ike',
    isBinary: true,
    first: null,
    recognise: (wire, hint, length) =>
      length >= 28 &&
      (hint.port === 500 || hint.port === 4500) &&
      (byteAt(wire, 17) === 0x10 || byteAt(wire, 17) === 0x20)
        ? { what: 'A tunnel’s keys were negotiated (IKE).' }
        : null,
  },
  {
    name: 'openvpn',
    isBinary: true,
    first: '\x38\0',
    recognise: (wire, hint) =>
      hint.port === 1194 && (byteAt(wire, 0) === 0x38 || byteAt(wire, 2) === 0x38)
        ? { what: 'A tunnel was requested (OpenVPN).' }
        : null,
  },
];
