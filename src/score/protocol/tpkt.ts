/** What travels in TPKT and X.224: remote desktops, and the controllers of Siemens. */
import { byteAt, type Protocol, printableAt, toDetail, u16 } from './protocol.ts';

const isTpkt = (wire: string, length: number): boolean =>
  byteAt(wire, 1) === 0 && u16(wire, 2) >= 7 && u16(wire, 2) <= length + 4096;

export const tpkt: readonly Protocol[] = [
  {
    name: 's7',
    isBinary: true,
    first: '\x03',
    recognise(wire, _, length) {
      if (!isTpkt(wire, length)) return null;
      // A connection request with the sizes and places of transport selectors, or a job (0x32) behind the data header.
      const isRequest = byteAt(wire, 5) === 0xe0 && /[\xc0\xc1\xc2][\x01\x02]/.test(wire.slice(11, 24));
      const isJob = byteAt(wire, 5) === 0xf0 && byteAt(wire, 7) === 0x32;
      return isRequest || isJob ? { what: 'An industrial controller was addressed (Siemens S7).' } : null;
    },
  },
  {
    name: 'rdp',
    isBinary: true,
    first: '\x03',
    recognise(wire, _, length) {
      if (!isTpkt(wire, length)) return null;
      const mark = wire.indexOf('mstshash=');
      const kind = byteAt(wire, 5);
      if (mark < 0 && kind !== 0xe0 && !(kind === 0xf0 && byteAt(wire, 7) === 0x7f)) return null;
      const detail = mark < 0 ? undefined : toDetail(printableAt(wire, mark + 9));
      return {
        what: 'A remote-desktop connection was requested (RDP).',
        ...(detail === undefined ? {} : { detail }),
        ...(detail === 'nmap' ? { probe: 'Nmap' } : {}),
      };
    },
  },
  {
    // The cookie alone, as sensors log it that cut the bytes before it.
    name: 'rdp',
    isBinary: true,
    first: 'Cm',
    recognise(wire) {
      const cookie = /^(?:Cookie: )?mstshash=([^\r\n\\]{0,40})/.exec(wire);
      if (cookie === null) return null;
      const detail = toDetail(cookie[1] ?? '');
      return {
        what: 'A remote-desktop connection was requested (RDP).',
        ...(detail === undefined ? {} : { detail }),
      };
    },
  },
];
