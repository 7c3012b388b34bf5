/** Sends a message again, under the same id: receivers that know it may drop it. */
import type { Delivery } from '../core/delivery.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';

/** Throws `not_found`, and `conflict` while it is being sent. */
export async function resendDelivery(
  {
    tenant,
    clock,
    now,
    messaging,
  }: {
    tenant: Pick<TenantStore, 'delivery' | 'requeueDelivery' | 'announce'>;
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
  const delivery = await tenant.requeueDelivery(id, clock());
  if (delivery === null) throw notFound('Delivery');
  messaging.wake();
  await tenant.announce({ kind: 'delivery', id, at: now() });
  return delivery;
}
