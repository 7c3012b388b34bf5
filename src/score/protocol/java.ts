/** Doors of Java programs, and of what other programs call objects by. */
import { byteAt, type Protocol, toDetail, u16 } from './protocol.ts';

export const java: readonly Protocol[] = [
  {
    name: 'java-rmi',
    isBinary: true,
    first: 'J',
    recognise: (wire) =>
      wire.startsWith('JRMI\0') ? { what: 'Objects of a Java program were requested (RMI).' } : null,
  },
  {
    name: 'jdwp',
    isBinary: false,
    isGreeting: true,
    first: 'J',
    recognise: (wire) =>
      wire.startsWith('JDWP-Handshake') ? { what: 'A Java program’s debugger was addressed (JDWP).' } : null,
  },
  {
    name: 'java-object',
    isBinary: true,
    first: '\xac',
    recognise(wire) {
      if (!wire.startsWith('\xac\xed\0\x05')) return null;
      const name = /[a-z]\w{1,30}(?:\.\w{1,40}){1,8}/.exec(wire.slice(4, 400));
      const detail = name === null ? undefined : toDetail(name[0]);
      return { what: 'A serialised Java object was sent.', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'weblogic-t3',
    isBinary: false,
    isGreeting: true,
    first: 't',
    recognise: (wire) =>
      /^t3s? \d{1,2}\.\d/.test(wire) ? { what: 'A WebLogic server was addressed (T3).' } : null,
  },
  {
    name: 'giop',
    isBinary: true,
    first: 'G',
    recognise: (wire) =>
      wire.startsWith('GIOP') && byteAt(wire, 4) <= 2
        ? { what: 'A remote object was called (CORBA).' }
        : null,
  },
  {
    name: 'ajp',
    isBinary: true,
    first: '\x12',
    recognise: (wire, _, length) =>
      byteAt(wire, 1) === 0x34 && u16(wire, 2) > 0 && u16(wire, 2) <= length
        ? { what: 'A Java server was addressed directly, bypassing its web server (AJP).' }
        : null,
  },
];
