/** Writes small files in MaxMind's format (specification 2.0), as a user's own would be. */
import { parseNetwork, type Words } from '../../src/lib/address-words.ts';

export type Value = string | number | { [key: string]: Value };

const control = (type: number, size: number): Buffer => {
  const extended = type > 7;
  const first = extended ? 0 : type << 5;
  const tail = extended ? [type - 7] : [];
  if (size < 29) return Buffer.from([first | size, ...tail]);
  if (size < 285) return Buffer.from([first | 29, ...tail, size - 29]);
  return Buffer.from([first | 30, ...tail, (size - 285) >> 8, (size - 285) & 255]);
};

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    const size = 8 - bytes.findIndex((byte) => byte > 0);
    const used = value === 0 ? Buffer.alloc(0) : bytes.subarray(8 - size);
    // uint64 (type 9) above 32 bits, uint32 (type 6) below.
    return Buffer.concat([control(used.length > 4 ? 9 : 6, used.length), used]);
  }
  const entries = Object.entries(value).map(([key, inner]) => Buffer.concat([encode(key), encode(inner)]));
  return Buffer.concat([control(7, entries.length), ...entries]);
}

interface Node {
  sides: [Node | number | null, Node | number | null];
}

const bitAt = (words: Words, bit: number): 0 | 1 => ((words[bit >> 5]! >>> (31 - (bit & 31))) & 1) as 0 | 1;

/** Records by network; IPv4 networks lie below ::/96, as the format wants. `ipVersion` 4 knows those only. */
export function toMmdb(
  records: Readonly<Record<string, Value>>,
  { type = 'Test', buildEpoch = 1_790_000_000, ipVersion = 6 as 4 | 6 } = {},
): Buffer {
  const root: Node = { sides: [null, null] };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [text, record] of Object.entries(records)) {
    const { family, bits, first } = parseNetwork(text)!;
    const words: Words = family === 4 ? [0, 0, 0, first[3]] : first;
    const from = ipVersion === 4 ? 96 : 0;
    const depth = family === 4 ? bits + 96 : bits;
    let node = root;
    for (let bit = from; bit < depth - 1; bit += 1) {
      const side = bitAt(words, bit);
      const next = node.sides[side];
      if (typeof next === 'number') throw new Error('networks must not overlap');
      const below = next ?? { sides: [null, null] };
      node.sides[side] = below;
      node = below;
    }
    node.sides[bitAt(words, depth - 1)] = offset;
    const encoded = encode(record);
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes: Node[] = [];
  const numbers = new Map<Node, number>();
  const number = (node: Node): void => {
    numbers.set(node, nodes.length);
    nodes.push(node);
    for (const side of node.sides) if (side !== null && typeof side !== 'number') number(side);
  };
  number(root);
  const tree = Buffer.alloc(nodes.length * 8);
  for (const [n, node] of nodes.entries())
    for (const [at, side] of node.sides.entries())
      tree.writeUInt32BE(
        side === null
          ? nodes.length
          : typeof side === 'number'
            ? nodes.length + 16 + side
            : numbers.get(side)!,
        8 * n + 4 * at,
      );
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: buildEpoch,
    database_type: type,
    ip_version: ipVersion,
    node_count: nodes.length,
    record_size: 32,
  });
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from('abcdef', 'hex'),
    Buffer.from('MaxMind.com'),
    metadata,
  ]);
}
