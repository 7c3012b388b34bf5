/**
 * Merging: people say that two incidents are one. The one that is merged keeps its record and its open key, so that
 * what its source does next is found and counted in the one that remains; its alerts move there. Splitting off takes
 * back exactly what was added. All of it is pure; stores carry it out in one step (Store.moveAlerts).
 */
import { type Incident, type Judgement, type MergeTaken, mostTouched, type Touched } from './alert.ts';
import { stageOf } from './attack-catalogue.ts';
import { AppError } from './errors.ts';
import { type KeyStep, mostKeySteps } from './key-step.ts';
import { silencePrefix } from './silence.ts';
import { earlierOf, laterOf } from './sums.ts';

/** What of an incident a merge may replace, and a split gives back where nothing else has changed it since. */
const takenFields = [
  'attack_type',
  'risk_score',
  'confidence',
  'is_anomaly',
  'reasons',
  'evidence',
  'tactics',
  'techniques',
  'scored_by',
  'model',
  'protocol',
  'vulnerability',
  'title',
  'node_id',
  'service',
  'related_decoy',
  'first_seen',
  'last_seen',
  'active_at',
  'notified_risk',
  'notified_types',
  'touched',
  'key_steps',
] as const satisfies readonly (keyof MergeTaken)[];
type Taken = MergeTaken;

/** Merged into one incident. */
export const mostMerged = 100;

/** Sums over the alerts that move. */
export interface MovedAlerts {
  alerts: number;
  events: number;
  last_seen: string | null;
  /** The worst of them, or null where there is none. */
  worst: Judgement | null;
}

export type MergePatch = Partial<Omit<Incident, 'incident_id' | 'user_id' | 'version'>>;

const pick = (incident: Incident): Taken =>
  Object.fromEntries(takenFields.map((name) => [name, incident[name]])) as unknown as Taken;

const union = (a: readonly string[], b: readonly string[], most = mostTouched): string[] =>
  [...new Set([...a, ...b])].slice(0, most);

function unionOfTouches(a: Touched, b: Touched): Touched {
  const nodes = union(a.nodes, b.nodes);
  const services = union(a.services, b.services);
  const attack_types = union(a.attack_types, b.attack_types);
  const decoys = union(a.decoys, b.decoys);
  const users = union(a.users, b.users);
  return { nodes, services, attack_types, decoys, users, unlisted: a.unlisted + b.unlisted };
}

const unionOfSteps = (a: readonly KeyStep[], b: readonly KeyStep[]): KeyStep[] => {
  const sorted = [...a, ...b].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : 0));
  return sorted.length <= mostKeySteps
    ? sorted
    : [sorted[0] as KeyStep, ...sorted.slice(sorted.length - mostKeySteps + 1)];
};

const isWorse = (a: Judgement, b: Judgement): boolean =>
  a.risk_score > b.risk_score ||
  (a.risk_score === b.risk_score && stageOf(a.attack_type) > stageOf(b.attack_type));

/** What the one that remains has after it took the other. */
function toTaken(target: Taken, source: Taken): Taken {
  return {
    ...(isWorse(source, target) ? source : target),
    first_seen: earlierOf(target.first_seen, source.first_seen),
    last_seen: laterOf(target.last_seen, source.last_seen),
    active_at: laterOf(target.active_at, source.active_at),
    notified_risk: Math.max(target.notified_risk, source.notified_risk),
    notified_types: union(target.notified_types, source.notified_types),
    touched: unionOfTouches(target.touched, source.touched),
    key_steps: unionOfSteps(target.key_steps, source.key_steps),
  };
}

const refuse = (message: string): never => {
  throw new AppError('conflict', message);
};

const isSilence = ({ group_key }: Incident): boolean => group_key.startsWith(silencePrefix);

/** Whether it takes what its open keys' sources do next. */
export const takesEvents = ({ status, open_key, incident_id, merged_into }: Incident): boolean =>
  status !== 'resolved' && merged_into === null && open_key !== incident_id;

/** Throws `conflict` with the reason where these cannot be one. */
export function toMerged(
  source: Incident,
  target: Incident,
  moved: MovedAlerts,
  { by, at }: { by: string; at: string },
): { source: MergePatch; target: MergePatch } {
  if (source.incident_id === target.incident_id) refuse('An incident cannot be merged into itself');
  if (source.merged_into !== null) refuse(`It is merged into ${source.merged_into} already`);
  if (target.merged_into !== null) refuse(`The one that remains is itself merged into ${target.merged_into}`);
  if (source.merged.length > 0) refuse('Others are merged into it: keep this one, or split those off first');
  if (target.merged.length >= mostMerged) refuse(`At most ${mostMerged} incidents can be merged into one`);
  if (isSilence(source) || isSilence(target)) refuse('An incident about a silent node cannot be merged');
  const { status, resolved_at, open_key } = source;
  const before = pick(target);
  return {
    source: {
      merged_into: target.incident_id,
      merge: { by, at, status, resolved_at, open_key, alert_events: moved.events, before },
      status: 'resolved',
      resolved_at: resolved_at ?? at,
      snooze: null,
    },
    target: {
      ...toTaken(before, pick(source)),
      merged: [...target.merged, source.incident_id],
      event_count: target.event_count + source.event_count,
      alert_count: target.alert_count + source.alert_count,
    },
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Gives both what is theirs. Throws `conflict` where `source` is not merged into `target`. */
export function toSplit(
  source: Incident,
  target: Incident | null,
  moved: MovedAlerts,
): { source: MergePatch; target: MergePatch } {
  const { merge } = source;
  if (merge === null || source.merged_into === null)
    return refuse('The incident is not merged into another one');
  const added = Math.max(0, moved.events - merge.alert_events);
  const event_count = source.event_count + added;
  const alert_count = Math.max(source.alert_count, moved.alerts);
  const { worst, last_seen } = moved;
  const back: MergePatch = {
    merged_into: null,
    merge: null,
    status: merge.status,
    resolved_at: merge.resolved_at,
    event_count,
    alert_count,
    ...(worst && isWorse(worst, source) ? worst : {}),
    ...(last_seen === null
      ? {}
      : {
          last_seen: laterOf(source.last_seen, last_seen),
          active_at: laterOf(source.active_at, last_seen),
        }),
    // One that took no events before takes none again.
    ...(merge.open_key === source.incident_id ? { open_key: source.incident_id } : {}),
  };
  if (target === null) return { source: back, target: {} };
  const after = toTaken(merge.before, pick(source));
  const kept = takenFields.filter((name) => isSame(target[name], after[name]));
  const restored = Object.fromEntries(kept.map((name) => [name, merge.before[name]]));
  const own = new Set(merge.before.key_steps.map(({ log_id }) => log_id));
  const theirs = new Set(source.key_steps.map(({ log_id }) => log_id));
  return {
    source: back,
    target: {
      // Further steps came since: those of the other one leave all the same.
      key_steps: target.key_steps.filter(({ log_id }) => own.has(log_id) || !theirs.has(log_id)),
      ...restored,
      merged: target.merged.filter((id) => id !== source.incident_id),
      event_count: Math.max(0, target.event_count - event_count),
      alert_count: Math.max(0, target.alert_count - alert_count),
    },
  };
}
