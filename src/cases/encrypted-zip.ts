/**
 * A zip archive with one encrypted entry, as malware is handed on everywhere (password `infected`). PKWARE's traditional
 * encryption, since every unzip, also Python's, opens it: it keeps scanners and double clicks away, and is no secrecy.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const deflated = promisify(deflateRaw);

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
const crcStep = (crc: number, byte: number): number =>
  ((crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] as number)) >>> 0;

/** Encrypts one byte after the other; the state is made of the password and of all bytes before. */
function createCipher(password: string): (byte: number) => number {
  let [a, b, c] = [0x12345678, 0x23456789, 0x34567890];
  const update = (byte: number): void => {
    a = crcStep(a, byte);
    b = (Math.imul((b + (a & 0xff)) >>> 0, 134_775_813) + 1) >>> 0;
    c = crcStep(c, b >>> 24);
  };
  for (const byte of Buffer.from(password)) update(byte);
  return (byte) => {
    const mask = (c | 2) & 0xffff;
    const out = byte ^ ((Math.imul(mask, mask ^ 1) >>> 8) & 0xff);
    update(byte);
    return out;
  };
}

/** Encrypted without letting others wait. */
const pieceBytes = 256 * 1024;
const saltBytes = 12;

/** MS-DOS time and date in UTC, two seconds fine, from 1980 on. */
function dosTime(at: Date): { time: number; date: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107);
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}

/** `name` is plain ASCII; `random` gives as many random bytes as asked for. */
export async function toEncryptedZip(
  { name, bytes, password, at }: { name: string; bytes: Uint8Array; password: string; at: Date },
  random: (length: number) => Uint8Array,
): Promise<Buffer> {
  const packed = await deflated(bytes);
  const crc = crc32(bytes);
  const data = Buffer.concat([random(saltBytes - 1), Buffer.from([crc >>> 24]), packed]);
  const encrypt = createCipher(password);
  for (let begin = 0; begin < data.length; begin += pieceBytes) {
    const end = Math.min(begin + pieceBytes, data.length);
    for (let place = begin; place < end; place++) data[place] = encrypt(data[place] as number);
    if (end < data.length) await nextTurn();
  }
  const entryName = Buffer.from(name, 'ascii');
  const { time, date } = dosTime(at);
  /** What both headers of the entry say. */
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(1, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt16LE(time, 6);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(entryName.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, entryName]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    // Comment, disk, attributes, and where the local header is: the beginning.
    Buffer.alloc(14),
    entryName,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  return Buffer.concat([local, data, central, end]);
}
