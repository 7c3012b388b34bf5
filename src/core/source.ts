/** Sources of events: what counts as one source, and the network that it belongs to. Texts that are no address stay as they are. */

/** The eight groups of an IPv6 address, or null where the text is none. */
function groupsOf(text: string): number[] | null {
  let address = text.split('%', 1)[0] ?? '';
  const dotted = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (dotted) {
    const bytes = dotted.slice(2).map(Number) as [number, number, number, number];
    if (bytes.some((byte) => byte > 255)) return null;
    const [a, b, c, d] = bytes;
    address = `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const parse = (half: string | undefined): string[] => (half ? half.split(':') : []);
  const [head, tail] = [parse(halves[0]), parse(halves[1])];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`), or null. */
function mappedOf(groups: readonly number[]): string | null {
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return null;
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

const prefixOf = (groups: readonly number[], count: number): string =>
  `${groups
    .slice(0, count)
    .map((group) => group.toString(16))
    .join(':')}::/${count * 16}`;

/** One source is one IPv4 address, one host name, or one IPv6 /64: whoever has one address of a /64 has them all. */
export function sourceKeyOf(source: string): string {
  if (!source.includes(':')) return source;
  const groups = groupsOf(source);
  return groups === null ? source : (mappedOf(groups) ?? prefixOf(groups, 4));
}

/** The /16 (IPv6: /48) of an address, or the text itself. */
export function networkOf(source: string): string {
  if (source.includes(':')) {
    const groups = groupsOf(source);
    if (groups === null) return source;
    const mapped = mappedOf(groups);
    return mapped === null ? prefixOf(groups, 3) : networkOf(mapped);
  }
  const [a, b] = source.split('.');
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(source) ? `${a}.${b}.0.0/16` : source;
}
