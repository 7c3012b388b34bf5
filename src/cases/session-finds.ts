/** What a session tried and brought: credentials and files, from its latest events. Bounded. */
import type { StoredEvent } from '../core/event.ts';
import { mostValueLength } from '../core/observable.ts';
import type { TenantStore } from '../core/store.ts';
import { masked } from '../lib/masking.ts';
import { credentialsOf, loginKinds } from '../lib/observables/credentials.ts';
import { sightingsOf } from '../lib/observables/sightings.ts';
import { findCapture } from './captures.ts';

/** Its latest events that are looked at, and reads of the store for them. */
export const mostSessionEvents = 1000;
const mostReads = 10;
/** Of each that are listed. */
export const mostFinds = 100;

export interface TriedCredential {
  user: string | null;
  /** Null: none was sent. */
  password: string | null;
  masked: boolean;
  tries: number;
  succeeded: boolean;
}
export interface BroughtFile {
  name: string | null;
  sha256: string | null;
  url: string | null;
  events: number;
  /** Of the bytes, where they are kept (`/api/captures/{sha256}`). */
  size_bytes: number | null;
}
export interface SessionFinds {
  credentials: TriedCredential[];
  /** Distinct ones, listed or not. */
  credential_count: number;
  files: BroughtFile[];
  file_count: number;
  /** Events that were looked at. */
  looked_at: number;
}

const clip = (text: string | null): string | null =>
  text === null ? null : text.slice(0, mostValueLength).toWellFormed();

async function eventsOf(tenant: Pick<TenantStore, 'events'>, nodeId: string, session: string) {
  const events: StoredEvent[] = [];
  let cursor: string | null = null;
  for (let reads = 0; reads < mostReads && events.length < mostSessionEvents; reads++) {
    const limit = mostSessionEvents - events.length;
    const page = await tenant.events({ node_id: nodeId, session }, { limit, cursor });
    events.push(...page.items);
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  return events.reverse();
}

function countCredential(found: Map<string, TriedCredential>, event: StoredEvent, shown: StoredEvent): void {
  const sent = credentialsOf(event);
  if (!loginKinds.has(event.kind) || (sent.user === null && sent.password === null)) return;
  const key = JSON.stringify([sent.user, sent.password]);
  const { user, password } = credentialsOf(shown);
  const isMasked = user !== sent.user || password !== sent.password;
  const known = found.get(key) ?? {
    ...{ user: clip(user), password: clip(password), masked: isMasked },
    ...{ tries: 0, succeeded: false },
  };
  known.tries += 1;
  known.succeeded ||= event.kind === 'login.succeeded';
  found.set(key, known);
}

function countFile(found: Map<string, BroughtFile>, shown: StoredEvent): void {
  const seen = sightingsOf(shown);
  const of = (kind: string): string | null => {
    const value = seen.find((one) => one.kind === kind)?.value;
    return value === undefined ? null : value;
  };
  const [name, sha256] = [of('file'), of('sha256')];
  if (name === null && sha256 === null) return;
  const key = sha256 ?? `name ${name}`;
  const known = found.get(key) ?? { name, sha256, url: null, events: 0, size_bytes: null };
  known.events += 1;
  known.name ??= name;
  known.url ??= of('url');
  found.set(key, known);
}

/** In the order of their first event. Passwords of people are masked. */
export async function findInSession(
  tenant: Pick<TenantStore, 'events' | 'doc'>,
  userId: string,
  { nodeId, session }: { nodeId: string; session: string },
): Promise<SessionFinds> {
  const events = await eventsOf(tenant, nodeId, session);
  const credentials = new Map<string, TriedCredential>();
  const files = new Map<string, BroughtFile>();
  for (const event of events) {
    const shown = masked(event);
    countCredential(credentials, event, shown);
    countFile(files, shown);
  }
  const listed = [...files.values()].slice(0, mostFinds);
  for (const file of listed)
    if (file.sha256 !== null)
      file.size_bytes = (await findCapture(tenant, userId, file.sha256))?.body.size_bytes ?? null;
  return {
    credentials: [...credentials.values()].slice(0, mostFinds),
    credential_count: credentials.size,
    files: listed,
    file_count: files.size,
    looked_at: events.length,
  };
}
