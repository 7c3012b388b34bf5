/** Where a request comes from, as far as limits are concerned: one IPv4 address, or one IPv6 network of 64 bits. */
import ipaddr from 'ipaddr.js';

/** Text that is the same for all addresses one household or host can take. Never throws. */
export function placeOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
