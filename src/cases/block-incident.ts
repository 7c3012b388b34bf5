/** Blocks the source of an incident, and records it in the incident's journal. */
import type { Block } from '../core/block.ts';
import { notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { addBlock, type BlockListParts } from './block-list.ts';
import { incidentStream, type JournalParts, newEntry } from './journal.ts';

const mostNoteLength = 500;

/** Throws `not_found`, and what addBlock throws. `note` defaults to the incident's title. */
export async function blockIncident(
  parts: JournalParts & {
    tenant: BlockListParts['tenant'] & Pick<TenantStore, 'incident' | 'append' | 'announce'>;
  },
  {
    id,
    by,
    note,
    expires_at,
  }: { id: string; by: string; note?: string | undefined; expires_at: string | null },
): Promise<Block> {
  const { tenant, now } = parts;
  const incident = await tenant.incident(id);
  if (incident === null) throw notFound('Incident');
  const { user_id, source_ip, title } = incident;
  const block = await addBlock(parts, user_id, {
    network: source_ip,
    note: note ?? title.slice(0, mostNoteLength),
    source: 'incident',
    incident_id: id,
    added_by: by,
    expires_at,
  });
  const data = { network: block.network, expires_at };
  const stream = incidentStream(id);
  await tenant.append(newEntry(parts, { user_id, stream, by, kind: 'blocked', data }));
  await tenant.announce({ kind: 'incident', id, at: now() });
  return block;
}
