/** What the API is given: everything that was opened elsewhere. `server.ts` fills it in; the API opens nothing itself. */

import type { IncidentMessaging } from '../cases/incident-changes.ts';
import type { TellProblems } from '../cases/ingest-problem-news.ts';
import type { Quotas } from '../cases/quotas.ts';
import type { ListenerSettings } from '../cases/setup/setup.ts';
import type { ServerCertificate } from '../core/certificate.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store } from '../core/store.ts';
import type { Knowledge } from '../geo/knowledge.ts';
import type { Send } from '../notify/delivery/sender.ts';
import type { TenantGuards } from '../notify/egress/tenant-guards.ts';
import type { AcknowledgeCodes } from '../notify/message/acknowledge-code.ts';
import type { AcknowledgeLinks } from '../notify/message/acknowledge-link.ts';

/** The part of pino's logger that the API uses: fields first, then a sentence. Never secrets, never an attacker's bytes. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Named as in `Config`, so that a Config fits. */
export interface ApiSettings extends ListenerSettings {
  /** False = demo mode: every user endpoint acts as `demo-user`, node endpoints need no key. */
  authEnabled: boolean;
  /** Null only in demo mode; then the app makes one that ends with the process. */
  jwtSecret: string | null;
  registration: 'open' | 'closed';
  /** Origins that may call from a browser; `*` alone = all, then never with credentials; empty = same origin only. */
  corsOrigins: readonly string[];
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustProxy: readonly string[];
  /** Where people reach this server, and where visitors reach tokens, without a trailing slash; null = not known. */
  publicUrl: string | null;
  tokenUrl: string | null;
  /** Whether the port speaks HTTPS, where there is a certificate. */
  httpsEnabled: boolean;
  /** The bearer token that `GET /metrics` requires; null = no one may read it (in demo mode: everyone). */
  metricsToken: string | null;
}

/** The sending side of this process. */
export interface Messaging {
  /** Decides which addresses channels may reach. */
  guards: TenantGuards;
  /** Null where the server knows no secret or no public address. */
  acknowledgeLinks: AcknowledgeLinks | null;
  acknowledgeCodes: AcknowledgeCodes | null;
  /** One attempt, now, outside the outbox. */
  send: Send;
  /** Puts messages about an incident into the outbox; `turn` distinguishes two of one occasion. */
  tell: IncidentMessaging['tell'];
  /** There is something new in the outbox. */
  wake(): void;
  /** Tells the owner of a sensor that it sends what is not taken. */
  tellProblems: TellProblems;
  /** Of the deliverer, since the process began; `in_flight` is a level. */
  counters(): Record<string, number>;
  /** What waits for the end of quiet hours (`held`) or for its next attempt (`waiting`) is looked at now. */
  release(userId: string, which: 'held' | 'waiting', channelId: string | null): Promise<void>;
}

/** The watch over the event loop, where there is one. */
export interface Loop {
  mark(what: string): void;
  figures(): { p99_ms: number; max_ms: number; longest: { ms: number; during: string }; slow: number };
}

export interface AppDeps {
  loop?: Loop;
  store: Store;
  /** Behind the quotas. */
  pipeline: EventPipeline;
  quotas: Quotas;
  settings: ApiSettings;
  messaging: Messaging;
  /** Null = this server has none, and speaks HTTP alone. */
  certificate: ServerCertificate | null;
  /** Places and marks of addresses. */
  knowledge: Knowledge;
  /** Absolute link to an incident, or null where the server does not know its public address. */
  linkTo(incidentId: string): string | null;
  /** The server's own threshold, for tenants who set none. */
  alertRiskThreshold: number;
  log: Log;
  /** Of the product, from package.json. */
  version: string;
  /** Version of the rules and models that score in this process. */
  model: string;
  /** Epoch ms. Default: the machine's clock. */
  clock?: () => number;
  /** `bytes` random bytes. Default: node's generator. */
  random?: (bytes: number) => Buffer;
  /** Sessions that began before are refused, epoch ms: a backup was restored then. Default 0. */
  sessionsSinceMs?: number;
  /** bcrypt's work factor. Default 12; tests lower it. */
  bcryptCost?: number;
  /** Where a browser that opens `/` is sent. Default `console/`: relative, so that a path prefix stays. */
  homePath?: string;
}
