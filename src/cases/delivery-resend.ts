/** Sends a message again, under the same id: receivers that know it may drop it. Its attempts stay in its log. */
import type { Delivery } from '../core/delivery.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { countMessage } from './message-limit.ts';

/** Throws `not_found`, `conflict` while it is being sent, and `too_many_requests` above ten a minute for the tenant. */
export async function resendDelivery(
  {
    tenant,
    store,
    clock,
    now,
    messaging,
  }: {
    tenant: Pick<TenantStore, 'delivery' | 'requeueDelivery' | 'announce'>;
    store: Pick<Store, 'addToRateLimit'>;
    clock(): number;
    now(): string;
    messaging: { wake(): void };
  },
  id: string,
): Promise<Delivery> {
  const existing = await tenant.delivery(id);
  if (existing === null) throw notFound('Delivery');
  // The worker that is sending it now would send it a second time.
  if (existing.state === 'due' && existing.claimed_until_ms > clock())
    throw new AppError('conflict', 'The message is being sent right now');
  await countMessage(store, { what: 'resent', user_id: existing.user_id }, clock());
  const delivery = await tenant.requeueDelivery(id, clock());
  if (delivery === null) throw notFound('Delivery');
  messaging.wake();
  await tenant.announce({ kind: 'delivery', id, at: now() });
  return delivery;
}
