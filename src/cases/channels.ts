/** Notification channels: created, changed, tested, deleted. Secrets come in and never go out. */
import type { ChannelConfig } from '../core/channel.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { channelDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { RandomHex } from '../core/ids.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { parseChannel } from '../notify/channel-settings.ts';
import { channels } from '../notify/channels/index.ts';
import { type Outcome, type Send, testNotice } from '../notify/delivery/sender.ts';
import type { TenantGuards } from '../notify/egress/tenant-guards.ts';
import { countMessage } from './message-limit.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostChannels = 100;

const nodesOf = async (tenant: Pick<TenantStore, 'nodes'>): Promise<ReadonlySet<string>> =>
  new Set((await tenant.nodes()).map(({ node_id }) => node_id));

export type ChannelDoc = DocOf<ChannelConfig>;

/** What the receiver of a test message answered; printable, without secrets. */
export type TestResult = Pick<Outcome, 'ok' | 'status' | 'answer' | 'error'>;

interface Release {
  /** What waits for the end of quiet hours (`held`) or for its next attempt (`waiting`) is looked at now. */
  release(userId: string, which: 'held' | 'waiting', channelId: string | null): Promise<void>;
}

interface ChannelParts {
  tenant: Pick<TenantStore, 'nodes' | 'doc' | 'docs' | 'createDoc' | 'countDocs' | 'updateDoc' | 'removeDoc'>;
  now(): string;
  /** Decides which addresses channels may reach. */
  messaging: { guards: TenantGuards } & Release;
  pipeline: Pick<EventPipeline, 'refresh'>;
}

/** Oldest first. */
export const listChannels = (tenant: Pick<TenantStore, 'docs'>): Promise<ChannelDoc[]> =>
  listDocuments(tenant, channelDocs, mostChannels);

/** Throws `not_found`. */
export async function getChannel(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<ChannelDoc> {
  const doc = await readDocument(tenant, channelDocs, id);
  if (doc === null) throw notFound('Channel');
  return doc;
}

/** Throws `invalid_request` where one of `ids` is none of the tenant's channels; `field` is where they stand. */
export async function checkChannels(
  tenant: Pick<TenantStore, 'docs'>,
  field: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  if (ids === undefined || ids.length === 0) return;
  const known = new Set((await listChannels(tenant)).map(({ id }) => id));
  const errors = [...ids.entries()]
    .filter(([, id]) => !known.has(id))
    .map(([at]) => ({ field: `${field}.${at}`, message: 'must be the id of one of your channels' }));
  if (errors.length > 0) throw invalid(errors);
}

/** Throws `invalid_request` naming every mistake, and `conflict` at the limit. */
export async function createChannel(
  parts: ChannelParts & { growingHex(): string },
  user_id: string,
  input: unknown,
): Promise<ChannelDoc> {
  await checkRoom(parts.tenant, channelDocs, { most: mostChannels, what: 'channels' });
  const nodes = await nodesOf(parts.tenant);
  const { guard } = await parts.messaging.guards.of(user_id);
  const parsed = await parseChannel(input, { channels, guard, nodes });
  const id = `ch-${parts.growingHex()}`;
  const doc = await addDocument(
    parts,
    channelDocs,
    { id, user_id },
    { ...parsed, id, disabled_reason: null },
  );
  parts.pipeline.refresh();
  return doc;
}

/**
 * `toInput` makes the whole input from the channel as stored, whose kind cannot change. Throws `not_found`,
 * `invalid_request`, and `conflict` where `version` (null = the one just read) is not the stored one.
 */
export async function changeChannel(
  parts: ChannelParts,
  { id, version }: { id: string; version: number | null },
  toInput: (stored: ChannelDoc) => Record<string, unknown>,
): Promise<ChannelDoc> {
  const stored = await getChannel(parts.tenant, id);
  const input = { ...toInput(stored), channel: stored.body.channel };
  const { guard } = await parts.messaging.guards.of(stored.user_id);
  const parsed = await parseChannel(input, {
    channels,
    guard,
    nodes: await nodesOf(parts.tenant),
    stored: stored.body,
  });
  // Enabling a channel clears the reason for which the server had disabled it.
  const disabled_reason = parsed.enabled ? null : stored.body.disabled_reason;
  const body: ChannelConfig = { ...parsed, id, disabled_reason };
  const saved = await updateDocument(parts.tenant, channelDocs, id, () => ({ body }), {
    now: parts.now(),
    version: version ?? stored.version,
  });
  if (saved === null) throw notFound('Channel');
  if (saved === 'stale')
    throw new AppError('conflict', 'The channel was changed by someone else; reload it and try again');
  parts.pipeline.refresh();
  await releaseWaiting(parts.messaging, stored, saved);
  return saved;
}

/** Messages that wait for what was changed are looked at again. */
async function releaseWaiting(
  { release }: Release,
  before: ChannelDoc,
  { user_id, id, body }: ChannelDoc,
): Promise<void> {
  const was = before.body;
  const isChanged = (a: unknown, b: unknown): boolean =>
    JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);
  if (isChanged(was.quiet_hours, body.quiet_hours)) await release(user_id, 'held', id);
  if (body.enabled && (!was.enabled || isChanged(was.settings, body.settings)))
    await release(user_id, 'waiting', id);
}

/** What is still to be sent by it is not sent. Throws `not_found`. */
export async function deleteChannel(
  { tenant, pipeline }: Pick<ChannelParts, 'pipeline'> & { tenant: Pick<TenantStore, 'removeDoc'> },
  id: string,
): Promise<void> {
  if (!(await tenant.removeDoc(channelDocs.name, id))) throw notFound('Channel');
  pipeline.refresh();
}

/** Sends a test message now. Throws `not_found`, and `too_many_requests` above ten a minute for the tenant. */
export async function testChannel(
  parts: {
    tenant: Pick<TenantStore, 'doc'>;
    store: Pick<Store, 'addToRateLimit'>;
    messaging: { send: Send };
    now(): string;
    clock(): number;
    randomHex: RandomHex;
    linkTo(incidentId: string): string | null;
  },
  { id, user_id }: { id: string; user_id: string },
): Promise<TestResult> {
  const { store, messaging, now, clock, randomHex, linkTo } = parts;
  const { body: config } = await getChannel(parts.tenant, id);
  await countMessage(store, { what: 'test', user_id }, clock());
  const { ok, status, answer, error } = await messaging.send({
    config,
    notice: testNotice(now(), linkTo('test')),
    delivery_id: `msg_${randomHex(12)}`,
    user_id,
  });
  return { ok, status, answer, error };
}
