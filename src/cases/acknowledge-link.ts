/** Acknowledges an incident by the link of a message. */
import { usedLinkDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import type { AcknowledgeClaim, AcknowledgeLinks } from '../notify/message/acknowledge-link.ts';
import { changeIncident, type IncidentMessaging } from './incident-changes.ts';
import type { JournalParts } from './journal.ts';

const refused = (): AppError =>
  new AppError('unauthenticated', 'This link has been used, is older than a week, or is not of this server');

export interface OnceParts extends JournalParts {
  store: Pick<Store, 'of'>;
  messaging: Pick<IncidentMessaging, 'tell'>;
}

/** Whoever comes first uses the message up, also where two click at once; null for everybody else. */
export async function acknowledgeOnce(
  parts: OnceParts,
  { user_id, incident_id, delivery_id, expiresMs }: AcknowledgeClaim,
  by: string,
): Promise<{ title: string; acknowledged: boolean } | null> {
  const { store, now } = parts;
  const tenant = store.of(user_id);
  const named = await tenant.incident(incident_id);
  // The message is older than the merge: the one that remains is meant.
  const incident = named?.merged_into ? await tenant.incident(named.merged_into) : named;
  if (incident === null) return null;
  const expires_at = new Date(expiresMs).toISOString();
  const used = usedLinkDocs.create({ id: delivery_id, user_id, expires_at }, { incident_id }, now());
  if ((await tenant.createDoc(used)) === 'exists') return null;
  if (incident.status !== 'open') return { title: incident.title, acknowledged: false };
  const change = { status: 'acknowledged' as const };
  const { before, after } = await changeIncident(
    { ...parts, tenant },
    { id: incident.incident_id, version: incident.version, change, by },
  );
  return { title: after.title, acknowledged: before !== after };
}

/**
 * Resolves with the incident's title, and whether this link acknowledged it (else somebody had already). Throws
 * `unauthenticated`, the same for an unknown, a used and an old link.
 */
export async function acknowledgeByLink(
  parts: OnceParts & {
    clock(): number;
    messaging: { acknowledgeLinks: AcknowledgeLinks | null };
  },
  token: string,
): Promise<{ title: string; acknowledged: boolean }> {
  const claim = parts.messaging.acknowledgeLinks?.read(token, parts.clock()) ?? null;
  const done = claim && (await acknowledgeOnce(parts, claim, 'link in a message'));
  if (done === null) throw refused();
  return done;
}
