/** What a file's first bytes say it is: enough to know what to look at first, not to trust. */

const startsWith = (bytes: Uint8Array, ...begin: number[]): boolean =>
  begin.every((byte, at) => bytes[at] === byte);

const machines: Readonly<Record<number, string>> = {
  2: 'SPARC',
  3: 'x86',
  4: 'm68k',
  8: 'MIPS',
  20: 'PowerPC',
  40: 'ARM',
  42: 'SuperH',
  62: 'x86-64',
  183: 'ARM64',
  243: 'RISC-V',
};

function elf(bytes: Uint8Array): string {
  const isLittle = bytes[5] !== 2;
  const [low = 0, high = 0] = isLittle ? [bytes[18], bytes[19]] : [bytes[19], bytes[18]];
  return `ELF ${bytes[4] === 2 ? '64' : '32'}-bit, ${machines[low + high * 256] ?? 'unknown machine'}`;
}

const magics: readonly [name: string, begin: readonly number[]][] = [
  ['Windows program', [0x4d, 0x5a]],
  ['Zip, or what is made of it (JAR, APK, Office)', [0x50, 0x4b, 0x03, 0x04]],
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf]],
  ['RAR', [0x52, 0x61, 0x72, 0x21]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['Java class', [0xca, 0xfe, 0xba, 0xbe]],
  ['Mach-O program', [0xcf, 0xfa, 0xed, 0xfe]],
  ['Java serialized objects', [0xac, 0xed, 0x00, 0x05]],
];

/** Of the beginning, as text. */
const looked = 512;

export function fileTypeOf(bytes: Uint8Array): string {
  if (bytes.length >= 20 && startsWith(bytes, 0x7f, 0x45, 0x4c, 0x46)) return elf(bytes);
  const magic = magics.find(([, begin]) => startsWith(bytes, ...begin));
  if (magic !== undefined) return magic[0];
  const head = Buffer.from(bytes.subarray(0, looked)).toString('latin1');
  const interpreter = /^#!\s*(\S{1,60})(?:\s+(\w{1,20}))?/.exec(head);
  if (interpreter !== null) {
    const [, path = '', argument = ''] = interpreter;
    const program = path.split('/').at(-1) ?? path;
    return `Script for ${program === 'env' && argument !== '' ? argument : program}`;
  }
  if (/^\s*<\?php/i.test(head)) return 'PHP';
  if (/^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) [A-Za-z0-9+/]/.test(head)) return 'SSH public keys';
  return /^[\t\n\r -~\x80-\xff]*$/.test(head) ? 'Text' : 'Data';
}
