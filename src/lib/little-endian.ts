/** Tables of numbers as they stand in a file: little-endian, whatever this machine is. */

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** `count` 16-bit numbers from the byte `from`, which is even. Where the machine has the same order it is a view, else a copy. */
export function toInt16Array(buffer: ArrayBuffer, from: number, count: number): Int16Array {
  if (isLittleEndian) return new Int16Array(buffer, from, count);
  const view = new DataView(buffer, from, count * 2);
  return Int16Array.from({ length: count }, (_, at) => view.getInt16(at * 2, true));
}
