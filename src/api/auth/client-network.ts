/** Where a request comes from, as far as limits are concerned: one IPv4 address, or one IPv6 network of 64 bits. */
import { parseEndpoint } from '../../lib/address.ts';
import { toNetwork } from '../../lib/network.ts';

/** Text that is the same for all addresses that one household or host can have. Never throws. */
export function clientNetworkOf(address: string): string {
  const parsed = parseEndpoint(address)?.address;
  return (parsed && toNetwork(parsed, parsed.family === 4 ? 32 : 64)?.text) ?? 'unknown';
}
