/** Networks of coins, their miners, and game servers. */
import { byteAt, type Protocol, toDetail, u16 } from './protocol.ts';

const magics = [
  '\xf9\xbe\xb4\xd9',
  '\x0b\x11\x09\x07',
  '\xfa\xbf\xb5\xda',
  '\xfb\xc0\xb6\xdb',
  '\xc0\xc0\xc0\xc0',
];

/** A number of seven bits a byte; its value and where it ends. */
function varint(wire: string, from: number): [value: number, end: number] | null {
  let value = 0;
  for (let step = 0; step < 5; step += 1) {
    const byte = byteAt(wire, from + step);
    if (byte < 0) return null;
    value += (byte & 127) * 128 ** step;
    if (byte < 128) return [value, from + step + 1];
  }
  return null;
}

export const coinsAndGames: readonly Protocol[] = [
  {
    name: 'bitcoin',
    isBinary: true,
    first: '\xf9\x0b\xfa\xfb\xc0',
    recognise(wire) {
      const command = /^([a-z]{3,12})\0/.exec(wire.slice(4, 17));
      if (command === null || !magics.includes(wire.slice(0, 4))) return null;
      return { what: 'A cryptocurrency node was addressed (Bitcoin).', detail: command[1]! };
    },
  },
  {
    name: 'stratum',
    isBinary: false,
    first: '{',
    recognise(wire) {
      const call =
        /"method"\s{0,4}:\s{0,4}"(mining\.[a-z_]{3,30}|eth_submitLogin|eth_getWork|eth_login|login|getjob)"/i.exec(
          wire,
        );
      if (call === null || (call[1] === 'login' && !/"(?:login|pass|agent|rigid)"\s{0,4}:/i.test(wire)))
        return null;
      return { what: 'A cryptocurrency mining pool was addressed (Stratum).', detail: call[1]! };
    },
  },
  {
    name: 'minecraft',
    isBinary: true,
    first: null,
    recognise(wire, _, length) {
      if (byteAt(wire, 0) === 0xfe && byteAt(wire, 1) === 1)
        return { what: 'A game server was queried (Minecraft).' };
      const size = varint(wire, 0);
      if (size === null || size[0] < 6 || size[0] > length || byteAt(wire, size[1]) !== 0) return null;
      const version = varint(wire, size[1] + 1);
      const name = version === null ? null : varint(wire, version[1]);
      if (name === null || name[0] < 1 || name[0] > 255) return null;
      const host = wire.slice(name[1], name[1] + name[0]);
      const next = byteAt(wire, name[1] + name[0] + 2);
      if (!/^[\w.:-]+(?:\0|$)/.test(host) || (next !== 1 && next !== 2) || u16(wire, name[1] + name[0]) < 1)
        return null;
      // The packet ends with the state that is asked for.
      if (name[1] + name[0] + 3 !== size[1] + size[0]) return null;
      const detail = toDetail(host);
      return { what: 'A game server was queried (Minecraft).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'source-query',
    isBinary: true,
    first: '\xff',
    recognise: (wire) =>
      wire.startsWith('\xff\xff\xff\xffTSource Engine Query') || wire.startsWith('\xff\xff\xff\xffgetstatus')
        ? { what: 'A game server was queried.' }
        : null,
  },
];
