/** Events in their two collections. What `alert` and sessions do not need of a verdict lies inside it. */
import type { Document } from 'mongodb';
import type { EventCollection, StoredEvent } from '../../core/event.ts';
import type { Stored } from './connection/connection.ts';
import { defineShape, keyOf } from './connection/shape.ts';
import { toFindable } from './event-query.ts';

export const eventCollections = ['honeypot_logs', 'agent_events'] as const satisfies EventCollection[];

const shape = defineShape<Omit<StoredEvent, 'collection' | 'history'>>(
  () => ({
    log_id: '',
    user_id: '',
    node_id: '',
    kind: 'payload.received',
    event_id: null,
    timestamp: '',
    received_at: '',
    place: null,
    service: '',
    source_ip: '',
    activity: '',
    payload: '',
    extra: null,
    session: null,
    agent: null,
    state: 'done',
    verdict: null,
    alert_id: null,
    alert_created: false,
    suppressed_by: null,
  }),
  ['extra'],
);

/** `todo` stands while the event waits for a verdict: a small index finds those, however many are done. */
export const todoOf = (state: StoredEvent['state']): string | undefined =>
  state === 'done' ? undefined : state;

export const eventKey = (userId: string, logId: string): string => keyOf(userId, logId);

export function toEventDocument(event: StoredEvent, applied: number): Stored {
  const document = shape.toDocument(event, eventKey(event.user_id, event.log_id));
  document.find = toFindable(event);
  document.applied = applied;
  document.todo = todoOf(event.state);
  if (event.history) document.history = true;
  return document;
}

export const readEvent = (document: Document, collection: EventCollection): StoredEvent => ({
  ...shape.read(document),
  ...(document.history === true ? { history: true as const } : {}),
  collection,
});

/** Length of what may be long in an event, in UTF-16 units. */
export const sizeOfEvent = ({ payload, extra }: StoredEvent): number =>
  payload.length + (extra === null ? 0 : JSON.stringify(extra).length);
