/**
 * Waves: when many sources begin the same thing, further messages of that kind are folded into one that says how many
 * they are, from which networks and on which nodes, and comes again at each doubling. What happens inside, what got in,
 * and tokens are never folded.
 *
 * The counters live in memory, one set per process. After a restart, and in each further process, a wave costs up to
 * twenty more messages per channel (test/crash/waves.test.ts).
 */
import { stageOf } from '../core/attack-catalogue.ts';
import type { StoredEvent } from '../core/event.ts';
import { networkOf } from '../core/source.ts';
import type { Telling } from './telling.ts';

export interface WaveLimits {
  /** So many messages of one kind within `spanMs` are sent one by one. */
  singles: number;
  spanMs: number;
  /** Kinds that are kept in memory, over all tenants and channels. */
  kinds: number;
}
const usual: WaveLimits = { singles: 20, spanMs: 10 * 60_000, kinds: 20_000 };

/** What the message about a wave says. */
export interface WaveMessage {
  /** Same for all messages about one wave. */
  key: string;
  telling: Telling;
  sources: number;
  /** Largest first. */
  networks: { network: string; sources: number }[];
  /** Networks beyond those. */
  otherNetworks: number;
  /** Node ids. */
  nodes: string[];
}

export interface Waves {
  /**
   * Which of these messages are sent, which are folded, and the messages about waves that are due. `id` names the
   * incident; asked again for the same incident and occasion, it gives the same answer.
   */
  sort(event: StoredEvent, id: string, tellings: readonly Telling[], nowMs: number): SortedTellings;
}

export interface SortedTellings {
  made: readonly Telling[];
  folded: readonly Telling[];
  waves: readonly WaveMessage[];
}

interface Kind {
  key: string;
  /** Times of the messages that were sent one by one, at most `singles`. */
  sentMs: number[];
  latestMs: number;
  isWave: boolean;
  startedMs: number;
  sources: number;
  /** At so many sources the next message is due. */
  nextAt: number;
  networks: Map<string, number>;
  nodes: Set<string>;
}

interface Answer {
  isFolded: boolean;
  wave: WaveMessage | null;
}

const mostNetworks = 1000;
const shownNetworks = 5;
const mostNodes = 32;
const mostAnswers = 10_000;
/** Getting in. */
const successStage = stageOf('CredentialAccess');

/** Whether many of the like may be told as one. */
export function isFoldable({ kind, verdict, agent }: StoredEvent): boolean {
  // A crowd is many already.
  if (kind === 'token.hit' || kind === 'login.succeeded' || verdict?.crowd) return false;
  const isInside = verdict?.exposure === undefined ? agent !== null : verdict.exposure === 'internal';
  return !isInside && stageOf(verdict?.attack_type ?? 'unknown') < successStage;
}

/** What a message is counted under: the same act on one node's service, and its target wherever that is named. */
function kindsOf(event: StoredEvent, occasion: string): string[] {
  const kinds = [`${occasion}|${event.verdict?.attack_type}|${event.service}|${event.node_id}`];
  const user = event.extra?.username;
  if (event.kind === 'login.failed' && typeof user === 'string' && user !== '')
    kinds.push(`${occasion}|account|${user.slice(0, 100)}`);
  if (event.agent)
    kinds.push(`${occasion}|decoy|${event.node_id}|${event.agent.file_path || event.agent.file_accessed}`);
  return kinds;
}

const newKind = (key: string): Kind => ({
  key,
  sentMs: [],
  latestMs: 0,
  isWave: false,
  startedMs: 0,
  sources: 0,
  nextAt: 0,
  networks: new Map(),
  nodes: new Set(),
});

/** Drops the oldest entries; a Map keeps the order of insertion. */
function bound(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

export function createWaves(limits: WaveLimits = usual): Waves {
  const kinds = new Map<string, Kind>();
  /** Decisions may be made again on a newer context: then nothing is counted twice. */
  const answers = new Map<string, Answer>();

  function kindOf(key: string, nowMs: number): Kind {
    let kind = kinds.get(key) ?? newKind(key);
    if (nowMs - kind.latestMs > limits.spanMs) kind = newKind(key);
    kind.sentMs = kind.sentMs.filter((sentMs) => nowMs - sentMs <= limits.spanMs);
    // Last in the map is what was used last.
    kinds.delete(key);
    kinds.set(key, kind);
    return kind;
  }

  function count(kind: Kind, event: StoredEvent, nowMs: number): void {
    if (kind.sources === 0) kind.startedMs = nowMs;
    kind.latestMs = nowMs;
    kind.sources += 1;
    const network = networkOf(event.source_ip);
    if (kind.networks.size < mostNetworks || kind.networks.has(network))
      kind.networks.set(network, (kind.networks.get(network) ?? 0) + 1);
    if (kind.nodes.size < mostNodes) kind.nodes.add(event.node_id);
  }

  function toMessage(kind: Kind, telling: Telling): WaveMessage {
    const sorted = [...kind.networks].sort((a, b) => b[1] - a[1]);
    return {
      key: `${kind.key}|${kind.startedMs}`,
      telling,
      sources: kind.sources,
      networks: sorted.slice(0, shownNetworks).map(([network, sources]) => ({ network, sources })),
      otherNetworks: Math.max(0, sorted.length - shownNetworks),
      nodes: [...kind.nodes],
    };
  }

  function decide(event: StoredEvent, telling: Telling, nowMs: number): Answer {
    const mine = kindsOf(event, telling.occasion).map((name) =>
      kindOf(`${event.user_id}|${telling.channel.id}|${name}`, nowMs),
    );
    const wave =
      mine.find(({ isWave }) => isWave) ?? mine.find(({ sentMs }) => sentMs.length >= limits.singles);
    for (const kind of mine) count(kind, event, nowMs);
    if (!wave) {
      for (const kind of mine) kind.sentMs.push(nowMs);
      return { isFolded: false, wave: null };
    }
    if (!wave.isWave) {
      wave.isWave = true;
      wave.nextAt = wave.sources;
    }
    if (wave.sources < wave.nextAt) return { isFolded: true, wave: null };
    wave.nextAt = wave.sources * 2;
    return { isFolded: true, wave: toMessage(wave, telling) };
  }

  return {
    sort(event, id, tellings, nowMs) {
      if (tellings.length === 0 || !isFoldable(event)) return { made: tellings, folded: [], waves: [] };
      const made: Telling[] = [];
      const folded: Telling[] = [];
      const waves: WaveMessage[] = [];
      for (const telling of tellings) {
        const key = `${id}|${telling.channel.id}|${telling.occasion}|${telling.turn}`;
        let answer = answers.get(key);
        if (!answer) {
          answer = decide(event, telling, nowMs);
          answers.set(key, answer);
        }
        (answer.isFolded ? folded : made).push(telling);
        if (answer.wave) waves.push(answer.wave);
      }
      bound(answers, mostAnswers);
      bound(kinds, limits.kinds);
      return { made, folded, waves };
    },
  };
}
