/** What an incident touched so far: nodes, services, attack types, decoys, users. Bounded, whatever an attacker does. */
import { type Incident, type Judgement, mostTouched, noTouches, type Touched } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import { decoyOf } from './alerts.ts';

type Sets = Exclude<keyof Touched, 'unlisted'>;
const mostUnlisted = 10_000;
const nameLength = 300;

/** Who touched a decoy on a host, and with which process. Sign-in names of other sensors are guesses, no persons. */
export function userOf(event: StoredEvent): string | null {
  if (!event.agent) return null;
  const process = event.extra?.process_name;
  const by = typeof process === 'string' && process !== '' ? ` with ${process}` : '';
  const user = event.agent.username;
  return user === '' && by === '' ? null : `${user || 'somebody'}${by}`.slice(0, nameLength);
}

const entriesOf = (event: StoredEvent, judgement: Judgement): [Sets, string | null][] => [
  ['nodes', event.node_id],
  ['services', event.service],
  ['attack_types', judgement.attack_type],
  ['decoys', decoyOf(event)?.slice(0, nameLength) ?? null],
  ['users', userOf(event)],
];

/** The sets with this event in them; the same object where it touched nothing new. */
export function addTouches(touched: Touched, event: StoredEvent, judgement: Judgement): Touched {
  let next = touched;
  for (const [set, name] of entriesOf(event, judgement)) {
    if (name === null || name === '' || next[set].includes(name)) continue;
    if (next[set].length < mostTouched) next = { ...next, [set]: [...next[set], name] };
    else if (next.unlisted < mostUnlisted) next = { ...next, unlisted: next.unlisted + 1 };
  }
  return next;
}

/** Of an incident from an older version, what its record says. */
export function touchesOf(incident: Incident): Touched {
  if (incident.touched.nodes.length > 0) return incident.touched;
  const { node_id, service, attack_type, related_decoy } = incident;
  return {
    ...noTouches(),
    nodes: [node_id],
    services: [service],
    attack_types: [attack_type],
    decoys: related_decoy === null ? [] : [related_decoy],
  };
}

/**
 * Where and by whom, as sentences: a further node, decoy or user that the incident had not touched before, and every use
 * of a planted token. `nodeName` is the event's.
 */
export function newsOf(before: Touched, event: StoredEvent, nodeName: string): string[] {
  const news: string[] = [];
  if (event.kind === 'token.hit') news.push(`New: a planted token was used on ${nodeName}.`);
  if (!before.nodes.includes(event.node_id)) news.push(`New: it has reached the node ${nodeName}.`);
  const decoy = decoyOf(event)?.slice(0, nameLength);
  if (decoy && !before.decoys.includes(decoy)) news.push(`New: the decoy ${decoy} was touched.`);
  const user = userOf(event);
  if (user !== null && !before.users.includes(user)) news.push(`New: ${user} did it.`);
  return news;
}
