/** Adds up what a batch changes in profiles, rollups, windows and decoys: one delta per target, however many events. */
import { isBookkeeping, type ProfileDelta } from '../core/attacker.ts';
import type { DecoyTouch } from '../core/decoy.ts';
import type { RollupDelta, WindowDelta } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import { addCounts, bucketMs, countsByDay, dayMs, type WindowCounts } from '../core/history.ts';
import { networkName } from '../core/place.ts';
import { rollupPart } from '../core/rollup-parts.ts';
import { earlierOf, laterOf } from '../core/sums.ts';
import { timestampMs } from '../core/time.ts';
import type { NamedVulnerability, Verdict } from '../core/verdict.ts';
import type { VulnerabilityDelta } from '../core/vulnerability-sum.ts';

/** Senders choose the names, so counters have no prototype that a name could reach. */
const newCounts = (): Record<string, number> => Object.create(null) as Record<string, number>;
const bump = (counts: Record<string, number>, name: string, by: number): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

export const bucketOf = (timestamp: string): number => Math.floor(timestampMs(timestamp) / bucketMs);

export interface Tally {
  /** A new event. */
  add(event: StoredEvent, verdict: Verdict, counts: WindowCounts): void;
  /** A stored event whose verdict changes: subtracts `before`, adds `after`. */
  correct(event: StoredEvent, before: Verdict, after: Verdict): void;
  alert(event: StoredEvent): void;
  /** A rule or a known scanner kept it from alerting. */
  suppressed(event: StoredEvent): void;
  result(): {
    profiles: ProfileDelta[];
    rollups: RollupDelta[];
    vulnerabilities: VulnerabilityDelta[];
    windows: WindowDelta[];
    touches: DecoyTouch[];
  };
}

/** The sums of one source: its profile, and its windows by bucket. */
interface OfSource {
  profile: ProfileDelta;
  windows: Map<number, WindowDelta>;
}
/** Kept by tenant, then by source and hour, so that no composite key is built for every event. */
interface OfTenant {
  sources: Map<string, OfSource>;
  /** By hour, then by node, then by exposure. */
  rollups: Map<string, Map<string, Map<string | undefined, RollupDelta>>>;
  vulnerabilities: Map<string, VulnerabilityDelta>;
}

const newSource = (event: StoredEvent): OfSource => ({
  profile: {
    user_id: event.user_id,
    source_ip: event.source_ip,
    events: 0,
    risk_sum: 0,
    max_risk: 0,
    first_seen: event.timestamp,
    last_seen: event.timestamp,
    attack_types: newCounts(),
    services: newCounts(),
    nodes: newCounts(),
    exposures: newCounts(),
  },
  windows: new Map(),
});

const newRollup = (event: StoredEvent, hour: string, exposure: string | undefined): RollupDelta => ({
  user_id: event.user_id,
  hour: `${hour}:00:00.000Z`,
  part: rollupPart(event.node_id, exposure),
  events: 0,
  risk_sum: 0,
  high_risk: 0,
  alerts: 0,
  attack_types: newCounts(),
  services: newCounts(),
  nodes: newCounts(),
  countries: newCounts(),
  techniques: newCounts(),
  exposures: newCounts(),
  suppressed: newCounts(),
  networks: newCounts(),
  risks: newCounts(),
  vulnerabilities: newCounts(),
  examples: Object.create(null) as Record<string, string>,
  sources: newCounts(),
});

const newVulnerability = (event: StoredEvent, { id, title, product }: NamedVulnerability) => ({
  ...{ user_id: event.user_id, id, title, product, events: 0 },
  ...{ first_seen: event.timestamp, last_seen: event.timestamp, sources: newCounts() },
});

/** The value of a key, made if it is missing. */
function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function addTo(
  windows: OfSource['windows'],
  bucket: number,
  { user_id, source_ip }: StoredEvent,
  counts: WindowCounts,
): void {
  const window = windows.get(bucket);
  if (window) window.counts = addCounts(window.counts, counts);
  else windows.set(bucket, { user_id, source_ip, bucket, counts: { ...counts } });
}

export function createTally(): Tally {
  const tenants = new Map<string, OfTenant>();
  const touches = new Map<string, DecoyTouch>();

  const tenantOf = (event: StoredEvent): OfTenant =>
    getOrMake(tenants, event.user_id, () => ({
      sources: new Map(),
      rollups: new Map(),
      vulnerabilities: new Map(),
    }));
  const sourceOf = (event: StoredEvent): OfSource =>
    getOrMake(tenantOf(event).sources, event.source_ip, () => newSource(event));
  const rollupOf = (event: StoredEvent, exposure: string | undefined): RollupDelta => {
    const hour = event.timestamp.slice(0, 13);
    const nodes = getOrMake(tenantOf(event).rollups, hour, () => new Map());
    const kinds = getOrMake(nodes, event.node_id, () => new Map());
    let rollup = kinds.get(exposure);
    if (rollup === undefined) {
      rollup = newRollup(event, hour, exposure);
      kinds.set(exposure, rollup);
    }
    return rollup;
  };
  /** What an event is counted by whatever its verdict is. */
  const addEvent = (event: StoredEvent, rollup: RollupDelta, sign: 1 | -1): void => {
    rollup.events += sign;
    bump(rollup.services, event.service, sign);
    bump(rollup.nodes, event.node_id, sign);
    bump(rollup.sources, event.source_ip, sign);
    const { place } = event;
    if (!place) return;
    if (place.country) bump(rollup.countries, place.country, sign);
    const network = networkName(place);
    if (network !== null) bump(rollup.networks, network, sign);
  };
  const addVerdict = (event: StoredEvent, rollup: RollupDelta, verdict: Verdict, sign: 1 | -1): void => {
    const { profile } = sourceOf(event);
    if (!isBookkeeping(verdict.attack_type)) profile.risk_sum += sign * verdict.risk_score;
    if (sign > 0) profile.max_risk = Math.max(profile.max_risk, verdict.risk_score);
    bump(profile.attack_types, verdict.attack_type, sign);
    rollup.risk_sum += sign * verdict.risk_score;
    if (verdict.risk_score >= 7) rollup.high_risk += sign;
    bump(rollup.attack_types, verdict.attack_type, sign);
    bump(rollup.risks, String(verdict.risk_score), sign);
    for (const technique of verdict.techniques) {
      bump(rollup.techniques, technique, sign);
      if (sign > 0) rollup.examples[technique] = event.log_id;
    }
    if (verdict.vulnerability) bump(rollup.vulnerabilities, verdict.vulnerability.id, sign);
    if (!verdict.exposure) return;
    bump(rollup.exposures, verdict.exposure, sign);
    bump(profile.exposures, verdict.exposure, sign);
  };
  const addVulnerability = (event: StoredEvent, { vulnerability }: Verdict, sign: 1 | -1): void => {
    if (!vulnerability) return;
    const sum = getOrMake(tenantOf(event).vulnerabilities, vulnerability.id, () =>
      newVulnerability(event, vulnerability),
    );
    sum.events += sign;
    sum.first_seen = earlierOf(sum.first_seen, event.timestamp);
    sum.last_seen = laterOf(sum.last_seen, event.timestamp);
    bump(sum.sources, event.source_ip, sign);
  };
  const touch = (event: StoredEvent, agent: NonNullable<StoredEvent['agent']>): void => {
    const path = agent.file_path || null;
    const key = `${event.node_id}|${path ?? agent.file_accessed}`;
    const earlier = touches.get(key);
    if (earlier) {
      earlier.count += 1;
      if (event.timestamp > earlier.at) earlier.at = event.timestamp;
      return;
    }
    touches.set(key, {
      user_id: event.user_id,
      node_id: event.node_id,
      file_name: agent.file_accessed,
      file_path: path,
      at: event.timestamp,
      count: 1,
    });
  };

  return {
    add(event, verdict, counts) {
      const { profile, windows } = sourceOf(event);
      profile.events += 1;
      if (event.timestamp < profile.first_seen) profile.first_seen = event.timestamp;
      if (event.timestamp > profile.last_seen) profile.last_seen = event.timestamp;
      bump(profile.services, event.service, 1);
      bump(profile.nodes, event.node_id, 1);
      const rollup = rollupOf(event, verdict.exposure);
      addEvent(event, rollup, 1);
      addVulnerability(event, verdict, 1);
      addVerdict(event, rollup, verdict, 1);
      addTo(windows, bucketOf(event.timestamp), event, counts);
      if (countsByDay(event.kind))
        addTo(windows, Math.floor(timestampMs(event.timestamp) / dayMs), event, counts);
      if (event.agent) touch(event, event.agent);
    },
    correct(event, before, after) {
      const from = rollupOf(event, before.exposure);
      const to = rollupOf(event, after.exposure);
      if (from !== to) {
        addEvent(event, from, -1);
        addEvent(event, to, 1);
      }
      addVerdict(event, from, before, -1);
      addVerdict(event, to, after, 1);
      addVulnerability(event, before, -1);
      addVulnerability(event, after, 1);
    },
    alert(event) {
      rollupOf(event, event.verdict?.exposure).alerts += 1;
    },
    suppressed(event) {
      bump(rollupOf(event, event.verdict?.exposure).suppressed, event.node_id, 1);
    },
    result() {
      const all = [...tenants.values()];
      const sources = all.flatMap((tenant) => [...tenant.sources.values()]);
      return {
        profiles: sources.map(({ profile }) => profile),
        rollups: all.flatMap(({ rollups }) =>
          [...rollups.values()].flatMap((nodes) =>
            [...nodes.values()].flatMap((kinds) => [...kinds.values()]),
          ),
        ),
        vulnerabilities: all.flatMap((tenant) => [...tenant.vulnerabilities.values()]),
        windows: sources.flatMap(({ windows }) => [...windows.values()]),
        touches: [...touches.values()],
      };
    },
  };
}
