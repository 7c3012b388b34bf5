import { byteAt, type Protocol, toDetail, u16 } from './protocol.ts';

/** The host asked for (SNI), by walking the lengths of a ClientHello; undefined where there is none or it is cut off. */
function serverName(wire: string): string | undefined {
  let at = 9 + 2 + 32;
  const session = byteAt(wire, at);
  if (session < 0) return undefined;
  at += 1 + session;
  const ciphers = u16(wire, at);
  if (ciphers < 0) return undefined;
  at += 2 + ciphers;
  const compression = byteAt(wire, at);
  if (compression < 0) return undefined;
  at += 1 + compression + 2;
  for (let step = 0; step < 40; step += 1) {
    const kind = u16(wire, at);
    const size = u16(wire, at + 2);
    if (kind < 0 || size < 0) return undefined;
    if (kind === 0) return toDetail(wire.slice(at + 9, at + 9 + Math.max(0, u16(wire, at + 7))));
    at += 4 + size;
  }
  return undefined;
}

const nmapRandom = 'random1random2random3random4';

export const tls: readonly Protocol[] = [
  {
    name: 'tls',
    isBinary: true,
    first: '\x16',
    recognise(wire) {
      if (byteAt(wire, 1) !== 3 || byteAt(wire, 2) > 4) return null;
      const kind = byteAt(wire, 5);
      const record = u16(wire, 3);
      // A ClientHello's own length is that of its record less four; where the bytes end sooner, the first two must do.
      if (kind >= 0 && kind !== 1) return null;
      const inner = u16(wire, 7);
      if (inner >= 0 && (byteAt(wire, 6) !== 0 || inner > record)) return null;
      const detail = serverName(wire);
      return {
        what: 'An encrypted connection was opened (TLS).',
        ...(detail === undefined ? {} : { detail }),
        ...(wire.includes(nmapRandom) ? { probe: 'Nmap' } : {}),
      };
    },
  },
  {
    name: 'ssl2',
    isBinary: true,
    first: '\x80',
    recognise: (wire, _, length) =>
      byteAt(wire, 2) === 1 && byteAt(wire, 1) === length - 2 && (u16(wire, 3) === 2 || byteAt(wire, 3) === 3)
        ? { what: 'An encrypted connection was opened in an outdated way (SSL 2).' }
        : null,
  },
];
