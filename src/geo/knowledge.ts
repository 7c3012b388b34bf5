/** All that is known of addresses beyond their events, in one hand: places, scopes and marks. */
import type { EventPlace, FindPlace } from '../core/place.ts';
import { parseAddress } from '../lib/address.ts';
import { type Scope, scopeOf } from '../lib/address-scope.ts';
import { createMarks, type MarkFile } from './marks.ts';
import { openPlaces, type PlaceSource } from './places.ts';
import { type Repeat, repeatEvery } from './repeat.ts';

/** What is shown beside a source. */
export interface Located {
  /** Null where the source is no address. */
  place: (EventPlace & { scope: Scope }) | null;
  /** Names of the operator's lists that the address is in now, sorted. */
  marks: string[];
}

export interface Knowledge {
  /** As it is now, for an event that has just come. */
  placeOf: FindPlace;
  /** `kept` is what an event was stored with; without it the place as it is now. */
  locate(source: string, kept?: EventPlace | null): Located;
  about(): { places: PlaceSource[]; marks: { files: MarkFile[]; problem: string | null } };
  close(): void;
}

export interface KnowledgeOptions {
  countryFile: string | null;
  asnFile: string | null;
  marksDir: string | null;
  onWarning(message: string): void;
  /** How often the operator's files are looked at; once a minute unless told otherwise. */
  repeat?: Repeat;
}

/** Places remembered: a source that sends much is looked up once. */
const mostRemembered = 4096;
const noMarks = { of: (): string[] => [], files: (): MarkFile[] => [], problem: () => null };

/** Reads the operator's files before it resolves; a file that is no good is a warning and left aside. */
export async function openKnowledge({
  countryFile,
  asnFile,
  marksDir,
  onWarning,
  repeat = repeatEvery(60_000),
}: KnowledgeOptions): Promise<Knowledge> {
  const places = await openPlaces({ countryFile, asnFile, onWarning, repeat });
  const marks = marksDir === null ? null : createMarks(marksDir, onWarning);
  await marks?.refresh();
  let remembered = new Map<string, EventPlace | null>();
  // A changed file answers within two rounds, whichever of the two tasks comes first.
  const stop = repeat(async () => {
    await marks?.refresh();
    remembered = new Map();
  });

  function placeOf(source: string): EventPlace | null {
    const known = remembered.get(source);
    if (known !== undefined) return known;
    const found = places.find(source);
    const place: EventPlace | null =
      found === null || (found.country === null && found.asn === null)
        ? null
        : { country: found.country, asn: found.asn, network_owner: found.owner };
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(source, place);
    return place;
  }

  return {
    placeOf,
    locate(source, kept) {
      const address = parseAddress(source);
      if (address === null) return { place: null, marks: [] };
      const place = kept === undefined ? placeOf(source) : kept;
      const { country = null, asn = null, network_owner = null } = place ?? {};
      return {
        place: { country, asn, network_owner, scope: scopeOf(address) },
        marks: (marks ?? noMarks).of(source),
      };
    },
    about: () => ({
      places: places.sources(),
      marks: { files: (marks ?? noMarks).files(), problem: (marks ?? noMarks).problem() },
    }),
    close() {
      stop();
      places.close();
    },
  };
}
