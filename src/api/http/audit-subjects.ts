/**
 * What a call changed, by the names that people know it by: the address that was blocked, the incidents of a bulk change, the
 * rule or channel that was made or deleted. Ids and names alone, never another value of a body.
 */
import {
  apiKeyDocs,
  assetDocs,
  blockedDocs,
  blockFeedDocs,
  channelDocs,
  digestDocs,
  groupDocs,
  knownScannerDocs,
  suppressionDocs,
  tokenDocs,
  viewDocs,
} from '../../core/doc-kinds.ts';
import type { TenantStore } from '../../core/store.ts';
import { clip, visible } from '../../lib/text.ts';
import type { Route } from './route.ts';

const mostSubjects = 20;
const longestSubject = 200;

/** Where the deleted is known by its id alone: the kind of its document, and what names it. */
const deleted: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  '/api/blocked-ips/:id': [blockedDocs.name, 'network'],
  '/api/block-feeds/:id': [blockFeedDocs.name, 'name'],
  '/api/suppressions/:id': [suppressionDocs.name, 'name'],
  '/api/channels/:id': [channelDocs.name, 'name'],
  '/api/known-scanners/:id': [knownScannerDocs.name, 'name'],
  '/api/digests/:id': [digestDocs.name, 'name'],
  '/api/groups/:id': [groupDocs.name, 'name'],
  '/api/keys/:id': [apiKeyDocs.name, 'name'],
  '/api/tokens/:id': [tokenDocs.name, 'note'],
  '/api/assets/:id': [assetDocs.name, 'name'],
  '/api/views/:id': [viewDocs.name, 'name'],
};

/** Read before the call is made: afterwards it is gone. Null where there is none, or the call deletes nothing. */
export async function findDeleted(
  { method, path }: Pick<Route, 'method' | 'path'>,
  params: unknown,
  tenant: Pick<TenantStore, 'doc' | 'node'>,
): Promise<string | null> {
  const { id } = (params ?? {}) as { id?: string };
  if (method !== 'DELETE' || id === undefined) return null;
  if (path === '/nodes/:id') return (await tenant.node(id))?.name ?? null;
  const [kind, field] = deleted[path] ?? [];
  if (kind === undefined || field === undefined) return null;
  const name = (await tenant.doc(kind, id))?.body[field];
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Members that name something, in bodies and in answers. */
const naming = [
  'id',
  'incident_id',
  'alert_id',
  'node_id',
  'delivery_id',
  'name',
  'network',
  'ip_address',
] as const;
/** Members that hold what was made. */
const holding = ['feed', 'node', 'group', 'digest', 'rule'] as const;

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;

function* namesIn(value: unknown): Generator<string> {
  const members = membersOf(value);
  if (members === null) return;
  for (const name of naming) {
    const found = members[name];
    if (typeof found === 'string' && found !== '') yield found;
  }
  for (const name of holding) {
    const inner = membersOf(members[name]);
    if (inner !== null) yield* namesIn(inner);
  }
}

function* subjectsIn(body: unknown, answer: unknown): Generator<string> {
  const { incidents } = membersOf(body) ?? {};
  if (Array.isArray(incidents)) for (const one of incidents) yield* namesIn(one);
  yield* namesIn(body);
  yield* namesIn(answer);
}

/** At most 20, each of at most 200 printable characters; the last says how many more there are. `known`: from before. */
export function toSubjects(
  { body, answer, params }: { body: unknown; answer: unknown; params: unknown },
  known: string | null,
): string[] {
  const inPath = new Set(Object.values(membersOf(params) ?? {}));
  const all = new Set([...(known === null ? [] : [known]), ...subjectsIn(body, answer)]);
  for (const one of inPath) all.delete(String(one));
  const shown = [...all].slice(0, mostSubjects).map((one) => clip(visible(one), longestSubject));
  return all.size > mostSubjects ? [...shown, `and ${all.size - mostSubjects} more`] : shown;
}
