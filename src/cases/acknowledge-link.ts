/** Acknowledges an incident by the link of a message. */
import { usedLinkDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import type { AcknowledgeLinks } from '../notify/message/acknowledge-link.ts';
import { changeIncident, type IncidentMessaging } from './incident-changes.ts';
import type { JournalParts } from './journal.ts';

const refused = (): AppError =>
  new AppError('unauthenticated', 'This link has been used, is older than a week, or is not of this server');

/**
 * Resolves with the incident's title, and whether this link acknowledged it (else somebody had already). Throws
 * `unauthenticated`, the same for an unknown, a used and an old link.
 */
export async function acknowledgeByLink(
  parts: JournalParts & {
    store: Pick<Store, 'of'>;
    clock(): number;
    messaging: Pick<IncidentMessaging, 'tell'> & { acknowledgeLinks: AcknowledgeLinks | null };
  },
  token: string,
): Promise<{ title: string; acknowledged: boolean }> {
  const { store, clock, now, messaging } = parts;
  const claim = messaging.acknowledgeLinks?.read(token, clock()) ?? null;
  if (claim === null) throw refused();
  const { user_id, incident_id, delivery_id, expiresMs } = claim;
  const tenant = store.of(user_id);
  const named = await tenant.incident(incident_id);
  // The message is older than the merge: the one that remains is meant.
  const incident = named?.merged_into ? await tenant.incident(named.merged_into) : named;
  if (incident === null) throw refused();
  // Who comes first uses it up, also where two click at once.
  const expires_at = new Date(expiresMs).toISOString();
  const used = usedLinkDocs.create({ id: delivery_id, user_id, expires_at }, { incident_id }, now());
  if ((await tenant.createDoc(used)) === 'exists') throw refused();
  if (incident.status !== 'open') return { title: incident.title, acknowledged: false };
  const change = { status: 'acknowledged' as const };
  const { before, after } = await changeIncident(
    { ...parts, tenant },
    { id: incident.incident_id, version: incident.version, change, by: 'link in a message' },
  );
  return { title: after.title, acknowledged: before !== after };
}
