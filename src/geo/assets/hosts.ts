/** A hosts file: an address, the name of its machine, further names; `#` begins a comment. */
import { parseAddress } from '../../lib/address-words.ts';
import { specialV4, specialV6 } from '../special-ranges.ts';
import { type AssetInput, type AssetReport, createReport, linesOf, textOf } from './asset.ts';

/** Lines every hosts file has, which name no machine: loopback, multicast, 0.0.0.0 of block lists. */
const silent = new Set(['loopback', 'multicast', 'unspecified', 'broadcast']);

/** The first line about an address names it, as resolvers have it; later ones are skipped. Throws `too_large`. */
export function parseHostsFile(input: AssetInput): AssetReport {
  const report = createReport(input.source, { latest: false });
  const named = new Set<string>();
  for (const { line, text } of linesOf(textOf(input))) {
    const trimmed = text.slice(0, 2000).replace(/#.*/, '').trim();
    if (trimmed === '') continue;
    const [address = '', name] = trimmed.split(/\s+/);
    const parsed = parseAddress(address);
    if (!parsed) report.reject(line, 'this is no address');
    else if (name === undefined) report.reject(line, 'a name is missing after the address');
    else {
      const special = parsed.family === 4 ? specialV4(parsed.words[3]) : specialV6(parsed.words);
      const key = parsed.words.join();
      if ((special && silent.has(special.kind)) || named.has(key) || parsed.zone !== null) report.passOver();
      else {
        named.add(key);
        report.add(line, address, { name });
      }
    }
  }
  return report.done();
}
