/** Whether addresses lie in networks, by Node's own list: quick for many addresses against the same networks. */
import { BlockList, isIP } from 'node:net';

/** What cannot be read as an address or a network is in none. */
export function toNetworkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address);
    if (family === 0) continue;
    const most = family === 4 ? 32 : 128;
    const bits = Number(prefix ?? most);
    if (Number.isInteger(bits) && bits >= 0 && bits <= most)
      list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}
