/** Files that are no text and are not unpacked here, by their first bytes: named as what they are, once, and not line by line. */

export interface OtherFile {
  name: string;
  /** What a person can do, in one line. */
  hint: string;
}

const unpackWith = (command: string): string => `unpack it: ${command} FILE | decoyverse import … -`;
const bytesOf = (...bytes: number[]): Buffer => Buffer.from(bytes);

/** The first bytes, where they stand, and what such a file is. */
const files: readonly (readonly [start: Buffer, at: number, name: string, hint: string])[] = [
  [Buffer.from('BZh'), 0, 'packed by bzip2', unpackWith('bzip2 -dc')],
  [bytesOf(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 0, 'packed by xz', unpackWith('xz -dc')],
  [bytesOf(0x5d, 0, 0, 0x80, 0), 0, 'packed by lzma', unpackWith('xz -dc')],
  [bytesOf(0x04, 0x22, 0x4d, 0x18), 0, 'packed by lz4', unpackWith('lz4 -dc')],
  [bytesOf(0x1f, 0x9d), 0, 'packed by compress', unpackWith('zcat')],
  [Buffer.from('PK\u0003\u0004'), 0, 'a ZIP archive', unpackWith('unzip -p')],
  [bytesOf(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), 0, 'a 7-Zip archive', unpackWith('7z x -so')],
  [Buffer.from('Rar!\u001a\u0007'), 0, 'a RAR archive', unpackWith('unrar p -inul')],
  [Buffer.from('ustar'), 257, 'a tar archive', unpackWith('tar -xOf')],
  [Buffer.from('SQLite format 3\0'), 0, 'a SQLite database', 'export its tables as JSON lines'],
  [bytesOf(0xd4, 0xc3, 0xb2, 0xa1), 0, 'a packet capture', 'import the log that the sensor writes'],
  [bytesOf(0xa1, 0xb2, 0xc3, 0xd4), 0, 'a packet capture', 'import the log that the sensor writes'],
  [bytesOf(0x0a, 0x0d, 0x0d, 0x0a), 0, 'a packet capture', 'import the log that the sensor writes'],
  [Buffer.from('LPKSHHRH'), 0, 'a journal of systemd', 'export it: journalctl -o json --file FILE'],
  [Buffer.from('ElfFile\0'), 0, 'a Windows event log', 'export it as JSON lines'],
  [Buffer.from('PAR1'), 0, 'a Parquet file', 'export it as JSON lines'],
];

/** Null where the bytes may be text. */
export function unreadableKindOf(head: Uint8Array): OtherFile | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  for (const [start, at, name, hint] of files)
    if (bytes.length >= at + start.length && bytes.subarray(at, at + start.length).equals(start))
      return { name, hint };
  return null;
}
