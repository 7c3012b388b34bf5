/** Where a request comes from, as far as limits are concerned: one IPv4 address, or one IPv6 network of 64 bits. */
import { parseNetwork } from '../../lib/network.ts';

/** The same text for all addresses that one household or host can use; `unknown` where it is no address. */
export function clientNetworkOf(address: string): string {
  const plain = address.replace(/%.*$/s, '');
  const parsed = parseNetwork(plain);
  if (parsed === null || plain.includes('/')) return 'unknown';
  return parsed.family === 4 ? parsed.text : (parseNetwork(`${plain}/64`)?.text ?? 'unknown');
}
