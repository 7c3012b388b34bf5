/** One attempt to send one notice by one channel. The outcome may be shown to people: bounded, printable, no secrets. */
import { networkInterfaces } from 'node:os';
import {
  type Channel,
  type ChannelConfig,
  type Notice,
  type Recipient,
  type SendContext,
  SendError,
  type ThreadPlace,
} from '../../core/channel.ts';
import type { NoticeAsset } from '../../core/notice-facts.ts';
import { type Fields, parseSettings, type Settings } from '../../core/settings.ts';
import { describeFailure } from '../egress/failure.ts';
import { type Guard, toDestination } from '../egress/guard.ts';
import { guardedRequest } from '../egress/request.ts';
import type { Resolved } from '../egress/resolver.ts';
import { hiddenAnswer, type TenantGuard, type TenantGuards, watchReading } from '../egress/tenant-guards.ts';
import type { AcknowledgeCodes } from '../message/acknowledge-code.ts';
import { type AcknowledgeLinks, canBeAcknowledged } from '../message/acknowledge-link.ts';
import { printable } from '../message/hostile-text.ts';
import { type ChannelVoice, prepareNotice } from '../message/prepare.ts';
import { redact, secretsOf } from '../message/redact.ts';

export interface Outcome {
  ok: boolean;
  /** The receiver's status, or null where none came. */
  status: number | null;
  /** First 2,000 characters of its answer, or null. */
  answer: string | null;
  /** One sentence, or null where `ok`. */
  error: string | null;
  retryAfterMs: number | null;
  /** The receiver is gone for good (410). */
  disable: boolean;
  /** It takes nothing for now, whatever the message (429, 503). */
  busy: boolean;
  /** Of channels with several recipients: what became of those that were tried. */
  recipients: Recipient[] | null;
  /** Where a new thread began, or null. */
  thread: ThreadPlace | null;
  durationMs: number;
}

export interface SendInput {
  config: Pick<ChannelConfig, 'settings'> & ChannelVoice;
  notice: Notice;
  delivery_id: string;
  /** What is known of its recipients from earlier attempts. */
  recipients?: readonly Recipient[] | null | undefined;
  /** Of the first message about the same incident. */
  thread?: ThreadPlace | null | undefined;
  /** The tenant, whose guard decides; absent = the sender's own. */
  user_id?: string | undefined;
  /** Ends the attempt early. */
  signal?: AbortSignal;
}

/** Never rejects. */
export type Send = (input: SendInput) => Promise<Outcome>;

/** Limit of one attempt as a whole. */
export const attemptMs = 15_000;
const answerLength = 2000;

const failed = (error: string): Outcome => ({
  ok: false,
  status: null,
  answer: null,
  error,
  retryAfterMs: null,
  disable: false,
  busy: false,
  recipients: null,
  thread: null,
  durationMs: 0,
});

/** A receiver that answers with more than ids is not remembered. */
const bounded = (place: ThreadPlace): ThreadPlace | null =>
  JSON.stringify(place).length <= 1000 ? place : null;

const hasV4 = (): boolean =>
  Object.values(networkInterfaces()).some((list) =>
    list?.some((entry) => entry.family === 'IPv4' && !entry.internal),
  );

/** IPv4 where this machine has it: mail, syslog and MQTT connections try one address only. */
const preferred = (found: Resolved[]): Resolved =>
  found.find(({ family }) => (family === 4) === hasV4()) ?? found[0]!;

export interface SenderParts {
  channels: readonly Channel[];
  guard: Guard;
  guards?: TenantGuards;
  acknowledgeLinks?: AcknowledgeLinks | null;
  acknowledgeCodes?: AcknowledgeCodes | null;
  /** What the tenant's assets say of addresses. */
  assetsOf?(userId: string): Promise<(address: string) => NoticeAsset | null>;
  clock?: () => number;
  limitMs?: number;
}

export function createSender({
  channels,
  guard: ownGuard,
  guards,
  acknowledgeLinks = null,
  acknowledgeCodes = null,
  assetsOf = async () => () => null,
  clock = Date.now,
  limitMs = attemptMs,
}: SenderParts): Send {
  const guardOf = async (userId: string | undefined): Promise<TenantGuard> =>
    guards === undefined || userId === undefined
      ? { guard: ownGuard, mayRead: () => true }
      : guards.of(userId);

  /** Tests and what no tenant sends have neither. */
  async function withLinkAndAsset({ notice, user_id, delivery_id }: SendInput): Promise<Notice> {
    if (user_id === undefined) return notice;
    const acknowledge = acknowledgeLinks?.toLink(notice, { user_id, delivery_id }, clock());
    // A message without the owner of an address is better than none.
    const find = notice.about === undefined ? await assetsOf(user_id).catch(() => null) : null;
    return {
      ...notice,
      ...(acknowledge === undefined ? {} : { acknowledge }),
      acknowledge_code:
        acknowledgeCodes !== null && canBeAcknowledged(notice)
          ? acknowledgeCodes.toCode(user_id, delivery_id)
          : null,
      asset: find?.(notice.source_ip) ?? null,
    };
  }

  function contextOf(input: SendInput, guard: Guard, signal: AbortSignal): SendContext {
    return {
      delivery_id: input.delivery_id,
      signal,
      nowMs: clock(),
      settledRecipients: new Set(
        (input.recipients ?? []).filter(({ state }) => state !== 'later').map(({ to }) => to),
      ),
      thread: input.thread ?? null,
      request: (request) => guardedRequest(guard, request, signal),
      resolveHost: async (host, port) =>
        preferred(await guard.resolve(toDestination(host, port), 'stream', signal)),
    };
  }

  return async (input) => {
    const channel = channels.find(({ name }) => name === input.config.channel);
    if (!channel) return failed('Unknown channel kind.');
    let settings: Settings<Fields>;
    try {
      settings = parseSettings(channel.fields, input.config.settings);
      channel.check?.(settings);
    } catch {
      return failed("The channel's settings are not valid: edit and save the channel.");
    }
    const secrets = secretsOf(channel.fields, input.config.settings);
    let isReadable = (): boolean => true;
    const show = (text: string, length: number): string =>
      isReadable() ? printable(redact(text, secrets), length) : hiddenAnswer;
    const showRecipients = (recipients: readonly Recipient[] | null | undefined): Recipient[] | null =>
      recipients?.map((one) => ({ ...one, answer: show(one.answer, 300) })) ?? null;
    const startedMs = performance.now();
    const lasted = (): number => Math.round(performance.now() - startedMs);
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(new DOMException('late', 'TimeoutError')), limitMs);
    const signal = input.signal ? AbortSignal.any([timer.signal, input.signal]) : timer.signal;
    try {
      const watched = watchReading(await guardOf(input.user_id));
      isReadable = watched.isReadable;
      const notice = await withLinkAndAsset(input);
      signal.throwIfAborted();
      // In case a channel ignores its signal: the limit still holds.
      const sent = channel.send(
        prepareNotice(notice, input.config),
        settings,
        contextOf(input, watched.guard, signal),
      );
      const late = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      sent.catch(() => undefined);
      const { status, answer, recipients, thread } = await Promise.race([sent, late]);
      return {
        ...failed(''),
        ok: true,
        status,
        answer: show(answer, answerLength),
        error: null,
        recipients: showRecipients(recipients),
        thread: thread === undefined ? null : bounded(thread),
        durationMs: lasted(),
      };
    } catch (error) {
      if (!(error instanceof SendError)) return { ...failed(describeFailure(error)), durationMs: lasted() };
      const { status, answer, retryAfterMs, disable, busy, recipients } = error;
      return {
        ok: false,
        status,
        answer: answer === null ? null : show(answer, answerLength),
        error: printable(redact(error.message, secrets), 300),
        retryAfterMs,
        disable,
        busy,
        recipients: showRecipients(recipients),
        thread: null,
        durationMs: lasted(),
      };
    } finally {
      clearTimeout(timeout);
    }
  };
}

/** The notice of a test message: real, and marked as a test. */
export const testNotice = (nowIso: string, link: string | null): Notice => ({
  occasion: 'test',
  incident_id: 'test',
  alert_id: null,
  title: 'This is a test: notifications from DecoyVerse will arrive here.',
  attack_type: 'Normal',
  risk_score: 1,
  confidence: 1,
  source_ip: '192.0.2.1',
  service: 'test',
  node_id: 'test',
  node_name: 'test',
  related_decoy: null,
  first_seen: nowIso,
  last_seen: nowIso,
  event_count: 1,
  reasons: ['A test message was requested for this channel.'],
  techniques: [],
  tactics: [],
  payload: '',
  advice: 'None: no decoy was touched.',
  link,
});
