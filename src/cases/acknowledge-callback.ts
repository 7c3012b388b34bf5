/** Acknowledges an incident by a button of a chat message, whose program calls back. */
import { channelDocs } from '../core/doc-kinds.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { readDocument } from '../core/update-document.ts';
import { secondMs } from '../lib/duration.ts';
import { clip } from '../lib/text.ts';
import type { CallbackAnswer, CallbackRequest } from '../notify/callbacks/callback.ts';
import { callbacks } from '../notify/callbacks/index.ts';
import { guardedRequest } from '../notify/egress/request.ts';
import type { TenantGuards } from '../notify/egress/tenant-guards.ts';
import type { AcknowledgeCodes } from '../notify/message/acknowledge-code.ts';
import { acknowledgeLifetimeMs } from '../notify/message/acknowledge-link.ts';
import { quoted } from '../notify/message/content.ts';
import { acknowledgeOnce, type OnceParts } from './acknowledge-link.ts';

export interface CallbackParts extends OnceParts {
  store: Pick<Store, 'of'>;
  clock(): number;
  messaging: OnceParts['messaging'] & { acknowledgeCodes: AcknowledgeCodes | null; guards: TenantGuards };
}

const used = 'This button has been used, or is older than a week.';

async function click(parts: CallbackParts, user_id: string, code: string, by: string): Promise<string> {
  const { store, clock, messaging } = parts;
  const delivery_id = messaging.acknowledgeCodes?.readCode(code, user_id) ?? null;
  const delivery = delivery_id === null ? null : await store.of(user_id).delivery(delivery_id);
  if (delivery?.incident_id == null) return used;
  const { incident_id, last_attempt_at, created_at } = delivery;
  const expiresMs = Date.parse(last_attempt_at ?? created_at) + acknowledgeLifetimeMs;
  if (expiresMs <= clock()) return used;
  const claim = { user_id, incident_id, delivery_id: delivery.delivery_id, expiresMs };
  const done = await acknowledgeOnce(parts, claim, by);
  if (done === null) return used;
  const title = quoted(done.title, 150);
  return done.acknowledged ? `Acknowledged: ${title}` : `Not open any more: ${title}`;
}

/**
 * Resolves with what the program is answered. `token` is the last part of the channel's callback address. Throws
 * `not_found` for an address that is not of this server or whose channel takes no calls, and `unauthenticated` for a call
 * that its program did not sign, or that is older than five minutes.
 */
export async function answerCallback(
  parts: CallbackParts,
  token: string,
  request: CallbackRequest,
): Promise<CallbackAnswer['body']> {
  const { store, clock, messaging } = parts;
  const address = messaging.acknowledgeCodes?.readAddress(token) ?? null;
  if (address === null) throw notFound('Callback address');
  const { user_id, channel_id } = address;
  const channel = (await readDocument(store.of(user_id), channelDocs, channel_id))?.body;
  const kind = callbacks.find((one) => one.channel === channel?.channel);
  if (!channel?.enabled || !kind || typeof channel.settings[kind.setting] !== 'string')
    throw notFound('Callback address');
  const called = kind.read(request, channel.settings, clock());
  if (called.kind === 'refused')
    throw new AppError('unauthenticated', `This call is not signed by ${kind.program}, or is too old`);
  if (called.kind === 'other') return called.body;
  const name = clip(quoted(called.by, 60), 60) || 'somebody';
  const said = await click(parts, user_id, called.code, `${name} (${kind.program})`);
  const { body, followUp } = called.answer(said);
  if (followUp) {
    const { guard } = await messaging.guards.of(user_id);
    const headers = { 'content-type': 'application/json' };
    // The incident is acknowledged; who clicked learns it from the thread where this does not arrive.
    await guardedRequest(guard, { ...followUp, headers }, AbortSignal.timeout(2 * secondMs)).catch(
      () => undefined,
    );
  }
  return body;
}
