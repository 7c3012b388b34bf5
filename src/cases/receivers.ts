/** Receivers inside the network that the operator allows a tenant while the server runs. */
import { receiverAllowanceDocs } from '../core/doc-kinds.ts';
import { AppError, invalid } from '../core/errors.ts';
import { everybody } from '../core/receiver-allowance.ts';
import type { Store } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import { parseAllowPrivate } from '../notify/egress/allow-list.ts';
import { auditStream } from './journal.ts';

const mostEntries = 200;

/**
 * Those that the tenant (or `everybody`) is allowed; with `entries`, these and no others from now on. The change stands
 * in the tenant's audit log; what everybody is allowed in that of the owner, the first account. Throws `invalid_request`.
 */
export async function allowReceivers(
  parts: { store: Pick<Store, 'of' | 'users'>; now(): string; randomHex(bytes: number): string },
  user_id: string,
  entries?: readonly string[],
): Promise<string[]> {
  const { store, now, randomHex } = parts;
  const tenant = store.of(user_id);
  const before = (await readDocument(tenant, receiverAllowanceDocs, user_id))?.body.entries ?? [];
  if (entries === undefined) return before;
  if (entries.length > mostEntries)
    throw invalid([{ field: 'entries', message: `must be at most ${mostEntries}` }]);
  for (const entry of entries) parseAllowPrivate(entry);
  const after = [...new Set(entries)];
  const saved = await saveDocument(
    tenant,
    receiverAllowanceDocs,
    { id: user_id, user_id },
    () => ({ entries: after }),
    now(),
  );
  if (saved === 'stale')
    throw new AppError('conflict', 'The receivers are being changed by others; try again');
  const reader = user_id === everybody ? ((await store.users(1))[0]?.id ?? user_id) : user_id;
  await store.of(reader).append({
    id: randomHex(12),
    user_id: reader,
    stream: auditStream,
    at: now(),
    by: 'operator',
    kind: 'Allow receivers inside the network',
    data: { for: user_id === everybody ? 'all accounts' : 'this account', before, after },
  });
  return after;
}
