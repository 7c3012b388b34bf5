/** What an import made, and what to do next: told at its end. */
import { countText, plural } from '../terminal.ts';
import type { Destination } from './destination.ts';

/** Incidents are counted so far; a node with more says so. */
const mostIncidents = 2000;
const mostSources = 200_000;

export interface Made {
  /** Different sources of the events, known ones included. */
  attackers: number;
  /** New ones; null where only the server knows, or there are too many to count. */
  incidents: number | null;
}

export interface Tally {
  sources: { add(source: string): unknown };
  /** Before the first event of a node; null where it is not known here. */
  begin(destination: Destination, nodeId: string | null): Promise<void>;
  end(destination: Destination): Promise<void>;
  made(): Made;
}

export function createTally(): Tally {
  const sources = new Set<string>();
  const before = new Map<string, number | null>();
  let incidents: number | null = 0;
  return {
    sources: { add: (source) => sources.size < mostSources && sources.add(source) },
    async begin(destination, nodeId) {
      if (nodeId === null || before.has(nodeId)) return;
      before.set(nodeId, await destination.incidents(nodeId, mostIncidents));
    },
    async end(destination) {
      if (before.size === 0) incidents = null;
      for (const [nodeId, count] of before) {
        const now = await destination.incidents(nodeId, mostIncidents);
        if (now === null || count === null || now >= mostIncidents || incidents === null) incidents = null;
        else incidents += Math.max(0, now - count);
      }
    },
    made: () => ({ attackers: sources.size, incidents }),
  };
}

/** The last lines: the sum, and the next command. */
export function closing(
  totals: {
    records: number;
    accepted: number;
    duplicate: number;
    skipped: number;
    bad: number;
    alerts: number;
  },
  { attackers, incidents }: Made,
  files: number,
): string[] {
  const { records, accepted, duplicate, skipped, bad, alerts } = totals;
  const sum = `${countText(accepted)} new + ${countText(duplicate)} known + ${countText(skipped)} skipped + ${countText(bad)} bad`;
  const made = [
    plural(alerts, 'alert'),
    ...(incidents === null
      ? []
      : [`${countText(incidents)} new ${incidents === 1 ? 'incident' : 'incidents'}`]),
    plural(attackers, 'source'),
  ];
  const next = alerts > 0 ? 'decoyverse incidents' : accepted + duplicate > 0 ? 'decoyverse attackers' : null;
  return [
    ...(files > 1 ? [`${plural(files, 'file')}: ${plural(records, 'record')} = ${sum}`] : []),
    ...(accepted + duplicate > 0 ? [made.join(', ')] : []),
    ...(next === null ? [] : [`next: ${next}, or the console`]),
  ];
}
