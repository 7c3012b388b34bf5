/** An incident's story in order of time: what they did, what the server made of it, what people did, who was told. */
import type { EventView, IncidentDetailView } from '../../data/types.ts';

/** A message about the incident: by which channel, what became of it, and why. */
export interface Message {
  deliveryId: string;
  /** Null: the channel was removed. */
  channel: string | null;
  occasion: string;
  /** `due`, `sent`, `dead`, `skipped`; `folded`: another message counts it. */
  state: string;
  attempts: number;
  why: string | null;
}

const mergingKinds = ['merged', 'merged_into', 'split', 'split_from'] as const;
export type MergingKind = (typeof mergingKinds)[number];

export type Step =
  | { id: string; at: string; what: 'events'; events: EventView[] }
  | { id: string; at: string; what: 'opened' }
  | { id: string; at: string; what: 'alert'; type: string; risk: number }
  | { id: string; at: string; what: 'status'; by: string; to: string }
  | { id: string; at: string; what: 'assignee'; by: string; to: string | null }
  | { id: string; at: string; what: 'snoozed'; by: string; until: string | null }
  | { id: string; at: string; what: 'comment'; by: string; text: string }
  | { id: string; at: string; what: 'verdict'; by: string; verdict: string; note: string }
  | { id: string; at: string; what: 'blocked'; by: string; network: string; until: string | null }
  | { id: string; at: string; what: 'merging'; kind: MergingKind; by: string; other: string; title: string }
  | { id: string; at: string; what: 'escalated' }
  | { id: string; at: string; what: 'told'; message: Message }
  | { id: string; at: string; what: 'other'; by: string; kind: string };

type Entry = IncidentDetailView['timeline'][number];
type Data = Readonly<Record<string, unknown>>;

const asData = (value: unknown): Data =>
  typeof value === 'object' && value !== null ? { ...(value as Data) } : {};
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);

function toSteps({ id, at, by, kind, data: given }: Entry): Step[] {
  const data = asData(given);
  if (kind === 'alert')
    return [{ id, at, what: 'alert', type: asText(data.attack_type), risk: asNumber(data.risk_score) }];
  if (kind === 'comment') return [{ id, at, what: 'comment', by, text: asText(data.text) }];
  if (kind === 'verdict')
    return [{ id, at, what: 'verdict', by, verdict: asText(data.verdict), note: asText(data.note) }];
  if (kind === 'blocked') {
    const until = typeof data.expires_at === 'string' ? data.expires_at : null;
    return [{ id, at, what: 'blocked', by, network: asText(data.network), until }];
  }
  if (kind === 'message') {
    const orNull = (value: unknown): string | null => asText(value) || null;
    const message: Message = {
      deliveryId: asText(data.delivery_id),
      channel: orNull(data.channel),
      occasion: asText(data.occasion),
      state: asText(data.state),
      attempts: asNumber(data.attempts),
      why: orNull(data.why),
    };
    return [{ id, at, what: 'told', message }];
  }
  const merging = mergingKinds.find((one) => one === kind);
  if (merging !== undefined)
    return [
      {
        id,
        at,
        what: 'merging',
        kind: merging,
        by,
        other: asText(data.incident_id),
        title: asText(data.title),
      },
    ];
  if (kind === 'escalated') return [{ id, at, what: 'escalated' }];
  if (kind === 'changed') {
    const to = asData(data.to);
    const steps: Step[] = [];
    if (typeof to.status === 'string')
      steps.push({ id: `${id}-status`, at, what: 'status', by, to: to.status });
    if (to.assignee === null || typeof to.assignee === 'string')
      steps.push({ id: `${id}-assignee`, at, what: 'assignee', by, to: to.assignee });
    // An answer ends a snooze; that it did so is no step of its own.
    const isSaid = steps.length > 0 && to.snoozed_until === null;
    if (!isSaid && (to.snoozed_until === null || typeof to.snoozed_until === 'string'))
      steps.push({ id: `${id}-snoozed`, at, what: 'snoozed', by, until: to.snoozed_until });
    if (steps.length > 0) return steps;
  }
  return [{ id, at, what: 'other', by, kind }];
}

/** Of one kind, on one node and service, judged alike: ten thousand guesses are one step. */
const isAlike = (a: EventView, b: EventView): boolean =>
  a.kind === b.kind &&
  a.service === b.service &&
  a.node_id === b.node_id &&
  a.session === b.session &&
  a.kind !== 'command.run' &&
  a.verdict?.attack_type === b.verdict?.attack_type;

export function toStory(incident: IncidentDetailView): Step[] {
  const events = [...incident.events]
    .reverse()
    .map((event): Step => ({ id: event.log_id, at: event.timestamp, what: 'events', events: [event] }));
  const steps: Step[] = [
    ...events,
    { id: 'opened', at: incident.opened_at, what: 'opened' },
    ...incident.timeline.flatMap(toSteps),
  ];
  // Sorting keeps the order of equals: at one moment, what they did comes before what was made of it.
  steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const story: Step[] = [];
  for (const step of steps) {
    const last = story.at(-1);
    const [event] = step.what === 'events' ? step.events : [];
    const [before] = last?.what === 'events' ? last.events.slice(-1) : [];
    if (last?.what === 'events' && event && before && isAlike(before, event)) last.events.push(event);
    else story.push(step);
  }
  return story;
}
