/** Finds what is said of an address: the narrowest network that holds it. In memory, one look-up per length of network. */
import type { AssetEntry } from '../core/asset.ts';
import { parseAddress, parseNetwork, toAddressKey, type Words } from '../lib/address-words.ts';

export interface FoundAsset extends AssetEntry {
  /** Which file or list says so. */
  source: string;
}
export type FindAsset = (address: string) => FoundAsset | null;

/** The words with all but the first `bits` of 128 cleared. */
function masked(words: Words, bits: number): Words {
  const part = (at: number): number => {
    const kept = Math.min(32, Math.max(0, bits - 32 * at));
    return kept === 0 ? 0 : (words[at as 0] & (0xffffffff << (32 - kept))) >>> 0;
  };
  return [part(0), part(1), part(2), part(3)];
}

/** Where two speak of the same network, the first one counts. */
export function createAssetIndex(
  sources: readonly { name: string; entries: readonly AssetEntry[] }[],
): FindAsset {
  const byBits = new Map<number, Map<string, FoundAsset>>();
  for (const { name, entries } of sources)
    for (const entry of entries) {
      const network = parseNetwork(entry.network);
      if (network === null) continue;
      // IPv4 is held as its mapped form: one order over both families.
      const bits = network.family === 4 ? network.bits + 96 : network.bits;
      const found = byBits.get(bits) ?? new Map<string, FoundAsset>();
      const key = toAddressKey(network.first);
      if (!found.has(key)) found.set(key, { ...entry, source: name });
      byBits.set(bits, found);
    }
  const lengths = [...byBits].sort((a, b) => b[0] - a[0]);
  return (text) => {
    if (lengths.length === 0) return null;
    const address = parseAddress(text);
    if (address === null) return null;
    for (const [bits, found] of lengths) {
      const one = found.get(toAddressKey(masked(address.words, bits)));
      if (one) return one;
    }
    return null;
  };
}
