/** Where an address lies and whose network that is: looked up in process, never over the network. */
import { parseAddress, parseV4, toAddressText, toV4Text, type Words } from '../lib/address-words.ts';
import { type Attribution, type BuiltIn, openBuiltIn } from './built-in.ts';
import { createMmdbFile, type MmdbFile, toCountry, toOwner } from './mmdb-file.ts';
import type { Owner } from './packed-owners.ts';
import { type Repeat, repeatEvery } from './repeat.ts';
import { type AddressKind, type SpecialRange, specialV4, specialV6, tunnelOf } from './special-ranges.ts';

export interface Place {
  /** In its one writing, without zone. */
  address: string;
  kind: AddressKind;
  /** What a special address is, for people: "private network (RFC 1918)"; null for a public one. */
  label: string | null;
  /** The IPv4 address that this one carries through IPv6, which the rest then speaks of; null where it carries none. */
  inner: string | null;
  /** ISO 3166-1 alpha-2; null where unknown, and for every special address. */
  country: string | null;
  /** Number of the network that announces it, and who runs that. */
  asn: number | null;
  owner: string | null;
}

/** What answers, for "shown with its age". */
export interface PlaceSource {
  what: 'country' | 'owner';
  origin: 'built-in' | 'file';
  /** Name of the user's file, or null. */
  file: string | null;
  /** When its data was made: a day or a time, ISO; null where it does not say. */
  madeAt: string | null;
  notice: string | null;
  attributions: Attribution[];
  /** Why it answers less than it should; null where all is well. */
  problem: string | null;
}

export interface Places {
  /** Null where the text is no address. Never throws. */
  find(address: string): Place | null;
  sources(): PlaceSource[];
  /** Looks at once whether the user's files changed. */
  refresh(): Promise<void>;
  close(): void;
}

export interface PlacesOptions {
  /** Files in MaxMind's format that answer instead of the built-in data, each its half. */
  countryFile?: string | null;
  asnFile?: string | null;
  /** One sentence for the log, once for each thing that is wrong. */
  onWarning?: (message: string) => void;
  /** How often the user's files are looked at; once a minute unless told otherwise. */
  repeat?: Repeat;
  /** Closed with the places. */
  builtIn?: BuiltIn;
}

/** Reads the user's files now (a damaged one is said and left aside), the built-in data when it is first asked. */
export async function openPlaces({
  countryFile = null,
  asnFile = null,
  onWarning = () => undefined,
  repeat = repeatEvery(60_000),
  builtIn = openBuiltIn(),
}: PlacesOptions = {}): Promise<Places> {
  const [countries, owners] = [countryFile, asnFile].map((path) =>
    path ? createMmdbFile(path, onWarning) : null,
  ) as [MmdbFile | null, MmdbFile | null];
  const files = [countries, owners].filter((file) => file !== null);
  const refresh = async (): Promise<void> => {
    for (const file of files) await file.refresh();
  };
  await refresh();
  const stop = files.length > 0 ? repeat(refresh) : () => undefined;

  let damage: string | null = null;
  const ask = <T>(question: () => T | null): T | null => {
    try {
      return question();
    } catch (error) {
      if (damage === null) {
        damage = `the built-in data on places cannot be read: ${error instanceof Error ? error.message : 'unknown'}`;
        onWarning(damage);
      }
      return null;
    }
  };
  const locate = (at: number | Words, address: string): Pick<Place, 'country' | 'asn' | 'owner'> => {
    const family = typeof at === 'number' ? 4 : 6;
    const country = countries?.isLoaded()
      ? toCountry(countries.find(address, family))
      : ask(() => builtIn.country(at));
    const owner: Owner | null = owners?.isLoaded()
      ? toOwner(owners.find(address, family))
      : ask(() => builtIn.owner(at));
    return { country, asn: owner?.asn ?? null, owner: owner?.name || null };
  };
  const placeOf = (at: number | Words, address: string, special: SpecialRange | null): Place =>
    special
      ? {
          address,
          kind: special.kind,
          label: `${special.label} (${special.reference})`,
          inner: null,
          country: null,
          asn: null,
          owner: null,
        }
      : { address, kind: 'public', label: null, inner: null, ...locate(at, address) };
  const findV4 = (address: number): Place => placeOf(address, toV4Text(address), specialV4(address));
  const findV6 = (words: Words): Place => {
    const address = toAddressText(words);
    const tunnel = tunnelOf(words);
    if (!tunnel) return placeOf(words, address, specialV6(words));
    const inner = findV4(tunnel.inner);
    const label = `IPv4 through ${tunnel.name}${inner.label ? `: ${inner.label}` : ''}`;
    return { ...inner, address, label, inner: inner.address };
  };
  const sourceOf = (what: PlaceSource['what'], file: MmdbFile | null): PlaceSource => {
    if (file?.isLoaded()) {
      const { file: name, builtAt, problem } = file.state();
      return { what, origin: 'file', file: name, madeAt: builtAt, notice: null, attributions: [], problem };
    }
    const manifest = ask(builtIn.manifest);
    return {
      what,
      origin: 'built-in',
      file: null,
      madeAt: manifest?.dataDate ?? null,
      notice: manifest?.notice ?? null,
      attributions: manifest?.attributions ?? [],
      problem: file?.state().problem ?? damage,
    };
  };
  return {
    find(text) {
      const v4 = parseV4(text);
      if (v4 >= 0) return findV4(v4);
      const address = parseAddress(text);
      if (!address) return null;
      return address.family === 4 ? findV4(address.words[3]) : findV6(address.words);
    },
    sources: () => [sourceOf('country', countries), sourceOf('owner', owners)],
    refresh,
    close() {
      stop();
      builtIn.close();
    },
  };
}
