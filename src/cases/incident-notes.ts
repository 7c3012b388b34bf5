/** What people say about an incident without changing its course: comments and verdicts. */
import type { HumanVerdict, Incident, VerdictKind } from '../core/alert.ts';
import { notFound } from '../core/errors.ts';
import type { JournalEntry } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { incidentStream, type JournalParts, newEntry } from './journal.ts';

interface NoteParts extends JournalParts {
  tenant: Pick<TenantStore, 'incident' | 'updateIncident' | 'append' | 'announce'>;
}

/** Throws `not_found`. */
export async function commentIncident(
  parts: NoteParts,
  { id, by, text }: { id: string; by: string; text: string },
): Promise<JournalEntry> {
  const { tenant } = parts;
  const incident = await tenant.incident(id);
  if (incident === null) throw notFound('Incident');
  const { user_id } = incident;
  const stream = incidentStream(id);
  const entry = newEntry(parts, { user_id, stream, by, kind: 'comment', data: { text } });
  await tenant.append(entry);
  await tenant.announce({ kind: 'incident', id, at: entry.at });
  return entry;
}

/** Tunes nothing: only a verdict on an alert does. Throws `not_found`. */
export async function judgeIncident(
  parts: NoteParts,
  { id, by, verdict, note }: { id: string; by: string; verdict: VerdictKind; note: string },
): Promise<Incident> {
  const { tenant, now } = parts;
  const human_verdict: HumanVerdict = { verdict, note, by, at: now() };
  const incident = await tenant.updateIncident(id, null, { human_verdict });
  if (incident === null || incident === 'stale') throw notFound('Incident');
  const { user_id } = incident;
  const stream = incidentStream(id);
  await tenant.append(newEntry(parts, { user_id, stream, by, kind: 'verdict', data: { verdict, note } }));
  await tenant.announce({ kind: 'incident', id, at: now() });
  return incident;
}
