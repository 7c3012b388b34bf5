/**
 * Sends the digests that are due. Each is written to the outbox under an id that a repeat derives again, and only then
 * noted as told: a crash in between or a second process sends nothing twice, and what came due while no server ran is
 * sent when one does.
 */
import type { ChannelConfig, Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { type DigestBody, missedDuesMs } from '../core/digest.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { channelDocs, digestDocs } from '../core/doc-kinds.ts';
import type { Sha256Hex } from '../core/ids.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { keepsAlerts, subscribes } from '../core/subscription.ts';
import { listDocuments, updateDocument } from '../core/update-document.ts';
import { toDelivery } from '../notify/delivery/to-deliveries.ts';
import { toDigestNotice } from '../notify/message/digest.ts';
import { allDocuments } from './all-documents.ts';
import { type ReportTenant, readHeldBack, readReport } from './digest-report.ts';

const mostChannels = 1000;

export interface DigestSendingParts {
  store: Pick<Store, 'docsAfter' | 'enqueueDeliveries'> & {
    of(userId: string): ReportTenant & Pick<TenantStore, 'updateDoc'>;
  };
  linkTo(incidentId: string): string | null;
  clock(): number;
  sha256: Sha256Hex;
}

/** Those that it names, else those that subscribe to digests; never those that are off or keep alerts open. */
const isFor = ({ channels }: DigestBody, channel: ChannelConfig): boolean =>
  channel.enabled &&
  !keepsAlerts.has(channel.channel) &&
  (channels.length > 0
    ? channels.includes(channel.id)
    : subscribes(channel, { occasion: 'digest', about: 'digest' }));

function toDeliveries(
  notice: Notice,
  channels: readonly ChannelConfig[],
  { userId, nowMs, sha256 }: { userId: string; nowMs: number; sha256: Sha256Hex },
): Delivery[] {
  return channels.map((channel) => ({
    // Its hour was chosen: quiet hours do not hold it back.
    ...toDelivery({ notice, userId, channel: { ...channel, quiet_hours: null }, nowMs, sha256 }),
    incident_id: null,
  }));
}

/** `dues` are the moments that it has not told of, oldest first. */
async function send(
  parts: DigestSendingParts,
  { id, user_id, body }: DocOf<DigestBody>,
  dues: readonly number[],
): Promise<void> {
  const { store, linkTo, clock, sha256 } = parts;
  const tenant = store.of(user_id);
  const all = await listDocuments(tenant, channelDocs, mostChannels);
  const channels = all.map((doc) => doc.body).filter((channel) => isFor(body, channel));
  let { told_until: from, held_back: heldBack } = body;
  for (const dueMs of dues) {
    const to = new Date(dueMs).toISOString();
    const fromMs = Date.parse(from);
    const report = await readReport(tenant, { groupId: body.group_id, fromMs, toMs: dueMs, heldBack });
    const notice = toDigestNotice(report, {
      id: `${id}-${to}`,
      name: body.name,
      timezone: body.timezone,
      link: linkTo('')?.replace(/\/$/, '') ?? null,
    });
    const held = await readHeldBack(tenant);
    await store.enqueueDeliveries(
      toDeliveries(notice, channels, { userId: user_id, nowMs: clock(), sha256 }),
    );
    // Where another process was faster, or a person changed it, theirs stands.
    await updateDocument(
      tenant,
      digestDocs,
      id,
      (stored) =>
        stored.body.told_until >= to ? null : { body: { ...stored.body, told_until: to, held_back: held } },
      { now: new Date(clock()).toISOString() },
    );
    from = to;
    heldBack = held;
  }
}

/** One round over the digests of all tenants; resolves with how many were sent. Run it every minute or so. */
export async function sendDueDigests(parts: DigestSendingParts): Promise<number> {
  let sent = 0;
  for await (const doc of allDocuments(parts.store, digestDocs)) {
    if (!doc.body.enabled) continue;
    const dues = missedDuesMs(doc.body, Date.parse(doc.body.told_until), parts.clock());
    if (dues.length === 0) continue;
    await send(parts, doc, dues);
    sent += dues.length;
  }
  return sent;
}
