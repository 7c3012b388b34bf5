/**
 * Crowds: thousands of sources that each do little, at one decoy service or one node. No window of a source sees them. The
 * different sources of each are counted by the hour and by the day; when there are many more than are usual there, the
 * event that makes it so is raised and opens one incident of the node, whatever source it came from.
 *
 * Sensors on the internet see hundreds of strangers a day, so a crowd there must be large and far above what the sensor
 * ordinarily sees; inside, a hundred sources at one decoy are a worm or a mistake. The counters live in memory, one set
 * per process; what is usual is kept in the store (pipeline/crowd-memory.ts).
 */
import {
  type Crowd,
  type CrowdSpan,
  crowdPart,
  crowdSpans,
  type UsualBySpan,
  unknownUsual,
} from '../core/crowd.ts';
import { quietKinds, type StoredEvent } from '../core/event.ts';
import { sourceKeyOf } from '../core/source.ts';
import { timestampMs } from '../core/time.ts';
import type { Verdict } from '../core/verdict.ts';
import { createDistinctCount, type DistinctCount } from '../lib/distinct-count.ts';
import { raiseForCrowd } from './crowd-verdict.ts';

interface Floor {
  /** So many sources within the span, and … */
  sources: number;
  /** … so many times the usual number. */
  factor: number;
  /** Before so many spans were seen whole the floor is doubled; … */
  known: number;
  /** … or else nothing is raised. */
  needsKnown: boolean;
}

export interface CrowdLimits {
  floors: Record<'internal' | 'internet', Record<CrowdSpan, Floor>>;
  /** Nodes that are kept in memory, over all tenants. */
  nodes: number;
  /** Services of a node that have counters of their own; what a sensor calls its services is its choice. */
  services: number;
}
export const usualCrowdLimits: CrowdLimits = {
  floors: {
    internal: {
      hour: { sources: 100, factor: 4, known: 0, needsKnown: false },
      day: { sources: 200, factor: 4, known: 0, needsKnown: false },
    },
    internet: {
      hour: { sources: 1000, factor: 5, known: 3, needsKnown: false },
      day: { sources: 3000, factor: 5, known: 3, needsKnown: true },
    },
  },
  nodes: 5000,
  services: 16,
};

const hourMs = 60 * 60_000;
const spanMs: Record<CrowdSpan, number> = { hour: hourMs, day: 24 * hourMs };
/** The mean follows what changed within about so many spans. */
const meanOver: Record<CrowdSpan, number> = { hour: 72, day: 7 };
/** No event came yet. What was before the first one of this process is not known, so that one's span is not whole. */
const notBegun = 0;
/** A crowd that is over for so long and comes again is told again. */
const quietMs = 6 * hourMs;
/** A crowd that goes on is told again at so many times the sources. */
const tellAgainAt = 4;

interface Counter {
  /** Number of the span since 1970. */
  at: number;
  isWhole: boolean;
  sources: DistinctCount;
  events: number;
  failedLogins: number;
}

interface Part {
  service: string | null;
  counters: Record<CrowdSpan, Counter>;
  usual: UsualBySpan;
}

interface NodeCrowd {
  parts: Map<string, Part>;
  nextAt: number;
  overMs: number;
}

export interface Crowds {
  /** Whether `load` has to be called before events of the node are judged. */
  has(nodeId: string): boolean;
  /** What is usual at the node, as it was stored; null where nothing was. */
  load(nodeId: string, usual: Record<string, UsualBySpan> | null): void;
  /** Counts the event, and raises its verdict where it completes a crowd. Never lowers one. */
  judge(event: StoredEvent, verdict: Verdict): Verdict;
  /** What is usual at the nodes where that has changed since the last call, with their tenants. */
  takeChanged(): { userId: string; nodeId: string; usual: Record<string, UsualBySpan> }[];
}

export function createCrowds(seed: number, limits: CrowdLimits = usualCrowdLimits): Crowds {
  const nodes = new Map<string, NodeCrowd>();
  /** Tenants by node. */
  const changed = new Map<string, string>();

  const newCounter = (at: number, isWhole: boolean): Counter => ({
    at,
    isWhole,
    sources: createDistinctCount(seed),
    events: 0,
    failedLogins: 0,
  });

  const newPart = (service: string | null, usual: UsualBySpan): Part => ({
    service,
    counters: { hour: newCounter(notBegun, false), day: newCounter(notBegun, false) },
    usual,
  });

  /** Ends the spans that are over: their sources become part of what is usual. True where that changed. */
  function turn(part: Part, ms: number): boolean {
    let isChanged = false;
    for (const span of crowdSpans) {
      const at = Math.floor(ms / spanMs[span]);
      const counter = part.counters[span];
      // An event from before the span is counted with it: clocks that differ must not end it again and again.
      if (at <= counter.at) continue;
      if (counter.isWhole) {
        const { sources, known } = part.usual[span];
        // Spans without any event lie between; they count as well.
        const passed = Math.min(at - counter.at, meanOver[span]);
        let mean = sources;
        for (let n = 0; n < passed; n++)
          mean += ((n === 0 ? counter.sources.count() : 0) - mean) / Math.min(known + n + 1, meanOver[span]);
        part.usual[span] = { sources: Math.round(mean * 100) / 100, known: known + passed };
        isChanged = true;
      }
      part.counters[span] = newCounter(at, counter.at !== notBegun);
    }
    return isChanged;
  }

  function count(part: Part, event: StoredEvent, source: string, ms: number): void {
    for (const span of crowdSpans) {
      const counter = part.counters[span];
      // An import of the past is no crowd of today.
      if (event.history === true && Math.floor(ms / spanMs[span]) < counter.at) continue;
      counter.sources.add(source);
      counter.events++;
      if (event.kind === 'login.failed') counter.failedLogins++;
    }
  }

  function crowdOf(part: Part, exposure: 'internal' | 'internet'): Crowd | null {
    for (const span of crowdSpans) {
      const { factor, known, needsKnown, sources: floor } = limits.floors[exposure][span];
      const usual = part.usual[span];
      const isKnown = usual.known >= known;
      if (!isKnown && needsKnown) continue;
      const counter = part.counters[span];
      const needed = Math.max(isKnown ? floor : floor * 2, usual.sources * factor);
      if (counter.events < needed) continue;
      const sources = counter.sources.count();
      if (sources >= needed)
        return {
          service: part.service,
          sources,
          events: counter.events,
          failed_logins: counter.failedLogins,
          span,
          usual: usual.known > 0 ? Math.round(usual.sources) : null,
        };
    }
    return null;
  }

  function partOf(node: NodeCrowd, name: string, service: string | null): Part | null {
    const existing = node.parts.get(name);
    if (existing) return existing;
    if (service !== null && node.parts.size >= limits.services) return null;
    const part = newPart(service, unknownUsual());
    node.parts.set(name, part);
    return part;
  }

  return {
    has: (nodeId) => nodes.has(nodeId),
    load(nodeId, usual) {
      const parts = new Map<string, Part>();
      for (const [name, known] of Object.entries(usual ?? {}).slice(0, limits.services)) {
        const mark = name.indexOf('|');
        parts.set(name, newPart(mark < 0 ? null : name.slice(mark + 1), known));
      }
      nodes.set(nodeId, { parts, nextAt: 0, overMs: Number.NEGATIVE_INFINITY });
      for (const oldest of nodes.keys()) {
        if (nodes.size <= limits.nodes) break;
        nodes.delete(oldest);
        changed.delete(oldest);
      }
    },
    judge(event, verdict) {
      const node = nodes.get(event.node_id);
      if (!node || quietKinds.has(event.kind) || event.kind === 'token.hit') return verdict;
      // Last in the map is what was used last.
      nodes.delete(event.node_id);
      nodes.set(event.node_id, node);
      const exposure = verdict.exposure ?? (event.agent === null ? 'internet' : 'internal');
      // A day's backlog of a sensor is a day, not one moment; no time counts as later than its arrival.
      const ms = Math.min(timestampMs(event.timestamp), timestampMs(event.received_at));
      const source = sourceKeyOf(event.source_ip);
      let crowd: Crowd | null = null;
      for (const service of [null, event.service.slice(0, 60)]) {
        const part = partOf(node, crowdPart(exposure, service), service);
        if (part === null) continue;
        if (turn(part, ms)) changed.set(event.node_id, event.user_id);
        count(part, event, source, ms);
        // The decoy that they came to says more than its node.
        crowd = crowdOf(part, exposure) ?? crowd;
      }
      if (crowd === null) return verdict;
      if (ms - node.overMs > quietMs) node.nextAt = 0;
      node.overMs = Math.max(node.overMs, ms);
      if (crowd.sources < node.nextAt) return verdict;
      const raised = raiseForCrowd(verdict, crowd, node.nextAt > 0);
      if (raised !== verdict) node.nextAt = crowd.sources * tellAgainAt;
      return raised;
    },
    takeChanged() {
      const taken = Array.from(changed, ([nodeId, userId]) => ({
        userId,
        nodeId,
        usual: Object.fromEntries(
          Array.from(nodes.get(nodeId)?.parts ?? [], ([name, { usual }]) => [name, usual]),
        ),
      }));
      changed.clear();
      return taken;
    },
  };
}
