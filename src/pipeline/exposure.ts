/**
 * The exposure of an event, and how many places its source has touched. Places are remembered in this process: a source
 * that touches three within the hour scans. After a restart the count begins anew, and several processes count what each
 * of them sees; the least that is missed is the third touch, never a touch that is urgent by itself.
 */
import type { StoredEvent } from '../core/event.ts';
import type { ExposureContext } from '../core/exposure-context.ts';
import type { ScoreInput } from '../core/scorer.ts';
import { decideExposure, type ExposurePolicy } from '../score/exposure/decide.ts';
import { type KnownScanner, toKnownSource } from '../score/exposure/known-scanner.ts';

const hourMs = 60 * 60_000;
const mostSources = 50_000;
/** More than this many places of one source change nothing. */
const mostPlaces = 8;

export interface ExposureParts {
  policyOf(userId: string, nodeId: string): ExposurePolicy;
  /** Those of the tenant that are enabled. */
  scannersOf(userId: string): readonly KnownScanner[];
  clock: () => number;
}

export type ExposureOf = (
  event: StoredEvent,
  before: Pick<ScoreInput, 'history' | 'session'>,
) => ExposureContext;

const portOf = ({ extra }: StoredEvent): string => {
  const port = extra?.dst_port ?? extra?.dest_port ?? extra?.port;
  return typeof port === 'number' || typeof port === 'string' ? String(port).slice(0, 8) : '';
};

export function createExposure({ policyOf, scannersOf, clock }: ExposureParts): ExposureOf {
  /** By tenant and source: when each place was touched last. The map keeps the order of use, the oldest first. */
  const sources = new Map<string, Map<string, number>>();

  function placesOf(event: StoredEvent): number {
    const key = `${event.user_id}|${event.source_ip}`;
    const nowMs = clock();
    const places = sources.get(key) ?? new Map<string, number>();
    sources.delete(key);
    sources.set(key, places);
    for (const [place, atMs] of places) if (nowMs - atMs > hourMs) places.delete(place);
    const place = `${event.node_id}|${event.service}|${portOf(event)}`;
    if (places.has(place) || places.size < mostPlaces) places.set(place, nowMs);
    if (sources.size > mostSources) sources.delete(sources.keys().next().value ?? '');
    return places.size;
  }

  return (event, { history, session }) => {
    const decision = decideExposure(event, policyOf(event.user_id, event.node_id));
    return {
      decision,
      gotIn: history.succeeded_logins > 0 || (session?.succeeded_logins ?? 0) > 0,
      // Outside nobody asks: whoever is on the internet is scanned all day.
      places: decision.exposure === 'internal' ? placesOf(event) : 1,
      known: toKnownSource(event, scannersOf(event.user_id)),
    };
  };
}
