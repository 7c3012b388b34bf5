/** Telephony, cameras' streams, screens and debugging doors. */
import { byteAt, type Protocol, printableAt, toDetail, u16, u32 } from './protocol.ts';

const agentOf = (wire: string): string | undefined => {
  const agent = /\nUser-Agent:[ \t]*([^\r\n]{1,80})/i.exec(wire);
  return agent === null ? undefined : toDetail(agent[1]!);
};

export const media: readonly Protocol[] = [
  {
    name: 'sip',
    isBinary: false,
    first: 'OIRSACBMNP',
    recognise(wire) {
      if (!/^[A-Z]{3,10} sips?:\S{1,200}(?: SIP\/2\.0|\s|$)/.test(wire)) return null;
      const detail = agentOf(wire);
      const isNmap = wire.startsWith('OPTIONS sip:nm ');
      const scanner = /friendly-scanner|sipvicious|sipcli|sundayddr|pplsip|VaxSIPUserAgent/i.exec(wire);
      return {
        what: 'A telephone system was addressed (SIP).',
        ...(detail === undefined ? {} : { detail }),
        ...(isNmap ? { probe: 'Nmap' } : scanner ? { probe: scanner[0] } : {}),
      };
    },
  },
  {
    name: 'rtsp',
    isBinary: false,
    first: 'ODSPTGARE',
    recognise(wire) {
      if (!/^[A-Z_]{4,13} \S{1,200} RTSP\/1\.0/.test(wire)) return null;
      const detail = toDetail(wire.slice(0, wire.indexOf(' RTSP')));
      return { what: 'A camera’s stream was requested (RTSP).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'rtmp',
    isBinary: true,
    first: '\x03',
    recognise: (wire, _, length) =>
      length >= 1537 && u32(wire, 5) === 0 ? { what: 'A video server was addressed (RTMP).' } : null,
  },
  {
    name: 'vnc',
    isBinary: false,
    isGreeting: true,
    first: 'R',
    recognise: (wire) =>
      /^RFB 00\d\.00\d/.test(wire)
        ? { what: 'A remote screen was requested (VNC).', detail: wire.slice(0, 11) }
        : null,
  },
  {
    name: 'x11',
    isBinary: true,
    first: 'lB',
    recognise: (wire) =>
      /^(?:l\0\x0b\0\0\0|B\0\0\x0b\0\0)/.test(wire) ? { what: 'A remote screen was requested (X11).' } : null,
  },
  {
    name: 'adb',
    isBinary: true,
    first: 'CO',
    recognise(wire) {
      // The command's bits, turned over, stand behind its length and sum.
      if (!/^(?:CNXN|OPEN)/.test(wire) || wire.length < 16) return null;
      const isFramed = byteAt(wire, 20) === (byteAt(wire, 0) ^ 0xff);
      if (!isFramed && !/^(?:CNXN\0\0\0\x01|OPEN.{0,24}(?:shell|exec|sync):)/s.test(wire)) return null;
      const at = wire.search(/host::|shell:|exec:|sync:/);
      const detail = at < 0 ? undefined : toDetail(printableAt(wire, at));
      return {
        what: 'The debug interface of an Android device was tried (ADB).',
        ...(detail === undefined ? {} : { detail }),
        ...(at >= 0 && !wire.startsWith('host', at) ? { text: wire.slice(at, at + 1024) } : {}),
      };
    },
  },
  {
    name: 'dicom',
    isBinary: true,
    first: '\x01',
    recognise(wire, _, length) {
      if (byteAt(wire, 1) !== 0 || u32(wire, 2) > length + 4096 || u16(wire, 6) !== 1) return null;
      const detail = toDetail(wire.slice(10, 26));
      return {
        what: 'A hospital’s picture archive was addressed (DICOM).',
        ...(detail === undefined ? {} : { detail }),
      };
    },
  },
];
