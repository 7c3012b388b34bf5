/** What the API is given. `server.ts` fills it in; the API opens nothing itself and so imports no other room. */

import type { JsonSchema } from '../contract/schema.ts';
import type { Incident } from '../core/alert.ts';
import type { Channel, ChannelConfig, Notice, QuietHours } from '../core/channel.ts';
import type { DraftEvent } from '../core/event.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store } from '../core/store.ts';

/** The part of pino's logger that the API uses: fields first, then a sentence. Never secrets, never an attacker's bytes. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Named as in `Config`, so that a Config fits. */
export interface ApiSettings {
  /** False = demo mode: every user endpoint acts as `demo-user`, node endpoints need no key. */
  authEnabled: boolean;
  /** Null only in demo mode; then the app makes one of its own that dies with it. */
  jwtSecret: string | null;
  registration: 'open' | 'closed';
  /** Origins that may call from a browser; `*` alone = all, then never with credentials; empty = same origin only. */
  corsOrigins: readonly string[];
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustProxy: readonly string[];
  /** What `GET /metrics` asks for as a bearer token; null = nobody may read it (in demo mode: everybody). */
  metricsToken: string | null;
}

/** From `src/ingest/native.ts`. The parsers validate by the schemas shown, and throw `invalid_request`. */
export interface NativeEvents {
  schemas: { HoneypotLog: JsonSchema; AgentEvent: JsonSchema };
  parseHoneypotLog(body: unknown): DraftEvent;
  parseAgentEvent(body: unknown): DraftEvent;
  /** Either of the two, told apart by `file_accessed`. */
  parseNativeEvent(record: unknown): DraftEvent;
}

/** From `src/notify/`: what the routes of channels need. */
export interface Messaging {
  channels: readonly Channel[];
  /** One attempt, now, outside the outbox. Never rejects; `answer` and `error` are printable and hold no secrets. */
  send(input: {
    config: Pick<ChannelConfig, 'channel' | 'settings'>;
    notice: Notice;
    delivery_id: string;
  }): Promise<{
    ok: boolean;
    status: number | null;
    answer: string | null;
    error: string | null;
  }>;
  /** Reads what people save. `stored` is what it replaces: masked secrets keep their value. Throws `invalid_request`. */
  parseChannel(
    input: unknown,
    stored: ChannelConfig | null,
  ): Promise<Omit<ChannelConfig, 'id' | 'disabled_reason'>>;
  /** Settings as they may be shown. */
  maskSettings(channel: Channel, settings: ChannelConfig['settings']): ChannelConfig['settings'];
  /** Throws `invalid_request`. */
  parseQuietHours(input: unknown): QuietHours | null;
  testNotice(nowIso: string, link: string | null): Notice;
  /** Puts messages about an incident into the outbox; `turn` tells two of one occasion apart. */
  tell(incident: Incident, occasion: 'resolved', turn: string): Promise<void>;
  /** There is something new in the outbox. */
  wake(): void;
}

export interface AppDeps {
  store: Store;
  pipeline: EventPipeline;
  settings: ApiSettings;
  native: NativeEvents;
  messaging: Messaging;
  /** Absolute link to an incident, or null where the server does not know its public address. */
  linkTo(incidentId: string): string | null;
  /** The server's own threshold, for tenants who set none. */
  alertRiskThreshold: number;
  log: Log;
  /** Of the product, from package.json. */
  version: string;
  /** Version of the rules and models that judge in this process. */
  model: string;
  /** Epoch ms. Default: the machine's clock. */
  clock?: () => number;
  /** `bytes` random bytes. Default: node's generator. */
  random?: (bytes: number) => Buffer;
  /** bcrypt's work factor. Default 12; tests lower it. */
  bcryptCost?: number;
  /** Where a browser that opens `/` is sent. Default `/docs`, until there is a console. */
  homePath?: string;
}
