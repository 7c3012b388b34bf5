/** File sharing, remote calls and queues of Windows. */
import { byteAt, le16, le32, type Protocol, toDetail, u16, u32 } from './protocol.ts';

export const windows: readonly Protocol[] = [
  {
    name: 'smb',
    isBinary: true,
    first: '\0\xff\xfe\xfc\xfd',
    recognise(wire) {
      const from = byteAt(wire, 0) === 0 ? 4 : 0;
      if (wire.slice(from + 1, from + 4) !== 'SMB') return null;
      const kind = byteAt(wire, from);
      if (kind === 0xff) return { what: 'A file-sharing session was opened (SMB 1).' };
      if (kind === 0xfe) return { what: 'A file-sharing session was opened (SMB 2 or 3).' };
      return kind === 0xfc || kind === 0xfd
        ? { what: 'A compressed or encrypted file-sharing message was sent (SMB 3).' }
        : null;
    },
  },
  {
    name: 'netbios',
    isBinary: true,
    first: '\x81',
    recognise: (wire) =>
      byteAt(wire, 1) === 0 && u16(wire, 2) === 0x44 && byteAt(wire, 4) === 0x20
        ? { what: 'A NetBIOS session was requested.' }
        : null,
  },
  {
    name: 'msmq',
    isBinary: true,
    first: '\x10',
    recognise: (wire) =>
      wire.slice(4, 8) === 'LIOR' && le16(wire, 8) >= 0
        ? { what: 'A Windows message queue was addressed (MSMQ).' }
        : null,
  },
  {
    name: 'dce-rpc',
    isBinary: true,
    first: '\x05',
    recognise: (wire) =>
      (byteAt(wire, 1) === 0 || byteAt(wire, 1) === 1) &&
      [0, 11, 14].includes(byteAt(wire, 2)) &&
      u32(wire, 4) === 0x1000_0000
        ? { what: 'A Windows remote procedure call was made (DCE/RPC).' }
        : null,
  },
  {
    name: 'net-tcp',
    isBinary: true,
    first: '\0',
    recognise(wire) {
      if (u32(wire, 0) !== 0x0001_0001 && u32(wire, 0) !== 0x0001_0000) return null;
      const at = wire.indexOf('net.tcp://');
      if (at < 0) return null;
      const detail = toDetail(wire.slice(at, at + 80));
      return { what: 'A .NET service was addressed.', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'dotnet-remoting',
    isBinary: true,
    first: '.',
    recognise: (wire) =>
      wire.startsWith('.NET') && byteAt(wire, 4) === 1 && le32(wire, 4) >= 0
        ? { what: 'A .NET remote object was called.' }
        : null,
  },
];
