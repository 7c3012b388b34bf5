import type { DraftEvent, EventIdentity, StoredEvent } from '../core/event.ts';
import type { EventPlace } from '../core/place.ts';
import { withoutSkew } from './clock-skew.ts';

/** Always the same keys in the same order, written out: this object is made for every event. */
export function toStoredEvent(
  draft: DraftEvent,
  sender: EventIdentity,
  logId: string,
  receivedAt: string,
  place: EventPlace | null,
): StoredEvent {
  const { timestamp, extra } = withoutSkew(draft, receivedAt);
  const event: StoredEvent = {
    kind: draft.kind,
    collection: draft.collection,
    event_id: draft.event_id,
    timestamp,
    service: draft.service,
    source_ip: draft.source_ip,
    activity: draft.activity,
    payload: draft.payload,
    extra,
    session: draft.session,
    agent: draft.agent,
    user_id: sender.user_id,
    node_id: sender.node_id,
    log_id: logId,
    received_at: receivedAt,
    place,
    state: 'pending',
    verdict: null,
    alert_id: null,
    alert_created: false,
    suppressed_by: null,
  };
  if (draft.history) event.history = true;
  return event;
}
