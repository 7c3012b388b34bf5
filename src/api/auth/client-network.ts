/** Where a request comes from, as far as limits are concerned: one IPv4 address, or one IPv6 network of 64 bits. */
import { parseEndpoint } from '../../lib/address.ts';
import { parseNetwork, toNetwork } from '../../lib/network.ts';

/** Text that is the same for all addresses that one household or host can have. Never throws. */
export function clientNetworkOf(address: string): string {
  const parsed = parseEndpoint(address)?.address;
  return (parsed && toNetwork(parsed, parsed.family === 4 ? 32 : 64)?.text) ?? 'unknown';
}

/** The network that a client network is part of: what one provider gives to one customer, or less. */
export function wideNetworkOf(network: string): string {
  const parsed = parseNetwork(network);
  return (
    (parsed && toNetwork({ ...parsed, value: parsed.first }, parsed.family === 4 ? 24 : 48)?.text) ?? network
  );
}
