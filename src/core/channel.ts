/** The port of a notification channel, and what is told through it. */

import type { Touched } from './alert.ts';
import type { NoticeAsset, NoticeFacts, NoticeWords } from './notice-facts.ts';
import type { MessageSubject, Occasion } from './occasion.ts';
import type { Fields, Settings } from './settings.ts';
import type { Subscription } from './subscription.ts';

/** Messages that are counted in another one instead of being sent one by one. */
export interface FoldedMessages {
  count: number;
  /** The worst, worst first. */
  incidents: { incident_id: string; title: string; risk_score: number }[];
}

/** What became of one recipient of a message that has several. */
export interface Recipient {
  to: string;
  /** `refused`: for good; `later`: tried again. */
  state: 'taken' | 'refused' | 'later';
  answer: string;
}

/**
 * Where the first message about an incident stands at its receiver, in the words of its channel: names and ids that the
 * receiver answered. Later messages follow it there.
 */
export type ThreadPlace = Readonly<Record<string, string>>;

/**
 * What people are told: what happened, where, by whom, how sure, why, what to do, a link. Texts may hold an
 * attacker's bytes: every channel must make them inert (docs/decisions/0005-hostile-text.md).
 */
export interface Notice {
  occasion: Occasion;
  incident_id: string;
  alert_id: string | null;
  title: string;
  attack_type: string;
  risk_score: number;
  confidence: number;
  source_ip: string;
  service: string;
  node_id: string;
  node_name: string;
  related_decoy: string | null;
  first_seen: string;
  last_seen: string;
  event_count: number;
  reasons: string[];
  techniques: string[];
  tactics: string[];
  /** The attacker's bytes, at most 500 characters. */
  payload: string;
  advice: string;
  /** Absolute http(s) link to the incident, or null where the server does not know its public address. */
  link: string | null;
  /** Of a message about those that could not be sent one by one. */
  folded?: FoldedMessages;
  /** What it is about; absent = an incident that somebody caused. */
  about?: MessageSubject;
  /** Who did it, where a person did. */
  by?: string;
  /** Absent in what an older version wrote. */
  facts?: NoticeFacts;
  /** Paragraphs that are all there is to say (a digest); then nothing else of the notice is shown. */
  text?: string;
  /** Link to a page on which the incident is acknowledged, or null. */
  acknowledge?: string | null;
  /** What a button carries whose clicks the chat program tells us of, or null. */
  acknowledge_code?: string | null;
  /** The sender sets it, as the assets are when the message is attempted. */
  asset?: NoticeAsset | null;
  /** The sender sets it from the channel's templates. */
  words?: NoticeWords;
}

/** What a channel may touch. Everything goes through it, so that tests and the SSRF guard see all. */
export interface SendContext {
  /** Same on every attempt: idempotency key for receivers. */
  delivery_id: string;
  /** Whole attempt's limit; must be honoured. */
  signal: AbortSignal;
  nowMs: number;
  /** Recipients of this message that have it, or refused it for good: they are left out. */
  settledRecipients: ReadonlySet<string>;
  /** Of the first message about the same incident; null where there is none, or the channel keeps no threads. */
  thread: ThreadPlace | null;
  /**
   * One guarded HTTP request: refuses private receivers unless allowed, follows no redirect, reads at most 20,000
   * bytes of the answer, and resolves for every status.
   */
  request(input: {
    url: string;
    method?: 'POST' | 'PUT' | 'PATCH';
    headers?: Record<string, string>;
    body: string | Uint8Array;
    /** PEM certificates to trust instead of the public ones. */
    ca?: string;
  }): Promise<{ status: number; headers: Record<string, string>; body: string }>;
  /** Resolves and checks a host for channels that speak no HTTP; returns the address to connect to. */
  resolveHost(host: string, port: number): Promise<{ address: string; family: 4 | 6 }>;
}

/**
 * A refusal by the receiver. `retryAfterMs` from Retry-After; `disable` when it said it is gone for good (410); `busy`
 * when it takes nothing for now (429, 503), whatever the message.
 */
export class SendError extends Error {
  readonly status: number | null;
  readonly answer: string | null;
  readonly retryAfterMs: number | null;
  readonly disable: boolean;
  readonly busy: boolean;
  /** Of channels with several recipients. */
  readonly recipients: Recipient[] | null;
  constructor(
    message: string,
    options: {
      status?: number | null;
      answer?: string | null;
      retryAfterMs?: number | null;
      disable?: boolean;
      busy?: boolean;
      recipients?: Recipient[] | null;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SendError';
    this.status = options.status ?? null;
    this.answer = options.answer ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.disable = options.disable ?? false;
    this.busy = options.busy ?? false;
    this.recipients = options.recipients ?? null;
  }
}

/** How many messages a receiver takes. With a burst of one, a message begins only when the one before has its answer. */
export interface Pace {
  perSecond: number;
  /** At once, after a pause. */
  burst: number;
}

/** A message that was taken. */
export interface Sent {
  status: number | null;
  answer: string;
  recipients?: Recipient[];
  /** Where a new thread began: what `SendContext.thread` is from now on. */
  thread?: ThreadPlace;
}

export interface Channel<F extends Fields = Fields> {
  /** Kebab-case, the file's name. */
  name: string;
  title: string;
  /** One sentence for the form and the docs. */
  help: string;
  fields: F;
  /** By the receiver's documented limits; absent = `usualPace` (notify/delivery/pace.ts). */
  pace?: Pace;
  /** Whether messages about one incident follow each other at the receiver: then `send` is told where, and tells. */
  keepsThreads?(settings: Settings<F>): boolean;
  /** Extra checks at save, beyond the fields (may throw `invalid_request`). Pure. */
  check?(settings: Settings<F>): void;
  /** Hosts that are reached beside those of `url` fields; at save they meet the same guard. Pure. */
  hosts?(settings: Settings<F>): { host: string; port: number }[];
  /** Resolves with what the receiver said; throws SendError on a refusal, anything else counts as no answer. */
  send(notice: Notice, settings: Settings<F>, context: SendContext): Promise<Sent>;
}

/** Infers the field types; nothing else. */
export const defineChannel = <const F extends Fields>(channel: Channel<F>): Channel<F> => channel;

/** Which incidents a channel takes. What is absent or empty limits nothing; any touch of an incident meets a list. */
export interface ChannelFilter {
  /** Least risk score, 0–10. */
  min_risk?: number;
  attack_types?: string[];
  /** Node ids. */
  nodes?: string[];
  services?: string[];
}

/**
 * Daily hours in which notices wait until the end, unless their risk is `override_risk` or more. `from` and `to` are
 * `HH:MM` of the clocks in `timezone` (an IANA name); `from` later than `to` goes over midnight.
 */
export interface QuietHours {
  from: string;
  to: string;
  timezone: string;
  override_risk: number;
}

/** Kind of the documents that hold channels (`Doc.kind`); `body` is a ChannelConfig. */
export const channelKind = 'channel';

/** Sources of the templates of a channel (notify/template). */
export interface ChannelTemplates {
  title?: string;
  text?: string;
}

/** One channel of a tenant, as it is kept. Secrets among the settings never leave the server. */
export interface ChannelConfig {
  id: string;
  /** What people call it. */
  name: string;
  /** Name of the Channel that sends. */
  channel: string;
  settings: { [name: string]: unknown };
  enabled: boolean;
  filter: ChannelFilter;
  quiet_hours?: QuietHours | null;
  /** The kinds of messages that it takes; absent or null = the usual ones of its kind (subscription.ts). */
  events?: Subscription[] | null;
  /** Whether captured passwords are shown in its messages; absent = masked. */
  show_passwords?: boolean;
  /** Its own words; what is absent or empty is ours. */
  templates?: ChannelTemplates | null;
  /** Why the server switched it off (the receiver said it is gone), or null. */
  disabled_reason: string | null;
}

/** What a filter is compared with: an incident's touches and its greatest risk. */
export type Filterable = Pick<Touched, 'nodes' | 'services' | 'attack_types'> & { risk_score: number };

const meetsList = (wanted: readonly string[] | undefined, found: readonly string[]): boolean =>
  !wanted || wanted.length === 0 || found.some((one) => wanted.includes(one));

/** Services are names that senders write as they like: their case says nothing. */
const meetsService = (wanted: readonly string[] | undefined, found: readonly string[]): boolean => {
  if (!wanted || wanted.length === 0) return true;
  const lower = wanted.map((service) => service.toLowerCase());
  return found.some((service) => lower.includes(service.toLowerCase()));
};

/** Whether an incident is one that the filter asks for. Pure. */
export const meetsFilter = (filter: ChannelFilter, found: Filterable): boolean =>
  found.risk_score >= (filter.min_risk ?? 0) &&
  meetsList(filter.attack_types, found.attack_types) &&
  meetsList(filter.nodes, found.nodes) &&
  meetsService(filter.services, found.services);

/** Of a channel that fails. */
export interface ChannelHealthBody {
  /** ISO. */
  failing_since: string;
  /** One sentence without secrets. */
  error: string;
}

/**
 * Whether messages are made for it: not where a person switched it off. For one that the server switched off they wait
 * until somebody switches it on.
 */
export const takesMessages = ({
  enabled,
  disabled_reason,
}: Pick<ChannelConfig, 'enabled' | 'disabled_reason'>): boolean => enabled || disabled_reason !== null;
