/** Blocks because of an incident or of one of its alerts, recorded in the incident's journal. */
import type { Alert } from '../core/alert.ts';
import type { Block, NewBlock } from '../core/block.ts';
import { notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { addBlock, type BlockListParts } from './block-list.ts';
import { incidentStream, type JournalParts, newEntry } from './journal.ts';

const mostNoteLength = 500;

type IncidentBlockParts = JournalParts & {
  tenant: BlockListParts['tenant'] & Pick<TenantStore, 'append' | 'announce'>;
};

/** Adds the block, and shows it in the incident's timeline. Throws what addBlock throws. */
async function addRecorded(
  parts: IncidentBlockParts,
  user_id: string,
  given: NewBlock & { incident_id: string; expires_at: string | null },
): Promise<Block> {
  const { tenant, now } = parts;
  const { incident_id, expires_at, added_by: by } = given;
  const block = await addBlock(parts, user_id, given);
  const stream = incidentStream(incident_id);
  const data = { network: block.network, expires_at };
  await tenant.append(newEntry(parts, { user_id, stream, by, kind: 'blocked', data }));
  await tenant.announce({ kind: 'incident', id: incident_id, at: now() });
  return block;
}

/** Blocks a network that a person names because of an alert. Throws what addBlock throws. */
export const blockForAlert = (
  parts: IncidentBlockParts,
  { user_id, alert_id, incident_id }: Pick<Alert, 'user_id' | 'alert_id' | 'incident_id'>,
  given: Omit<NewBlock, 'alert_id' | 'incident_id'> & { expires_at: string | null },
): Promise<Block> => addRecorded(parts, user_id, { ...given, alert_id, incident_id });

/** Blocks the source of an incident. `note` defaults to its title. Throws `not_found`, and what addBlock throws. */
export async function blockIncident(
  parts: IncidentBlockParts & { tenant: Pick<TenantStore, 'incident'> },
  {
    id,
    by,
    note,
    expires_at,
  }: { id: string; by: string; note?: string | undefined; expires_at: string | null },
): Promise<Block> {
  const incident = await parts.tenant.incident(id);
  if (incident === null) throw notFound('Incident');
  const { user_id, source_ip, title } = incident;
  return addRecorded(parts, user_id, {
    network: source_ip,
    note: note ?? title.slice(0, mostNoteLength),
    source: 'incident',
    incident_id: id,
    added_by: by,
    expires_at,
  });
}
