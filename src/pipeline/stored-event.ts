import type { DraftEvent, EventIdentity, StoredEvent } from '../core/event.ts';

/** One shape for all events, written out: it is built for every event there is. */
export function toEvent(
  draft: DraftEvent,
  sender: EventIdentity,
  log_id: string,
  receivedAt: string,
): StoredEvent {
  return {
    kind: draft.kind,
    collection: draft.collection,
    event_id: draft.event_id,
    timestamp: draft.timestamp,
    service: draft.service,
    source_ip: draft.source_ip,
    activity: draft.activity,
    payload: draft.payload,
    extra: draft.extra,
    session: draft.session,
    agent: draft.agent,
    user_id: sender.user_id,
    node_id: sender.node_id,
    log_id,
    received_at: receivedAt,
    state: 'pending',
    verdict: null,
    alert_id: null,
    alert_created: false,
    suppressed_by: null,
  };
}
