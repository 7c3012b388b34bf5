/** Who may do what. Pure rules; `api/auth` finds out who is asking, these say what follows from it. */
import { AppError } from './errors.ts';
import type { NodeRecord } from './node.ts';

/**
 * What a person's or an API key's credentials allow: `read` looks, `triage` also answers (alerts, incidents), `admin` also
 * changes who and what belongs to the tenant; `ingest` only delivers events; `secrets` sees passwords that are masked for
 * all others (lib/masking.ts), each time noted in the audit log.
 */
export const scopes = ['read', 'triage', 'ingest', 'admin', 'secrets'] as const;
export type Scope = (typeof scopes)[number];

/** An API key as its document holds it; the key itself is only there as a hash (`Doc.lookup`). */
export interface ApiKeyBody {
  name: string;
  scopes: Scope[];
  /** The key's first characters, so that people recognise it. */
  start: string;
  /** E-mail of who made it. */
  created_by: string;
  /** ISO, to the minute; null = never. */
  last_used_at: string | null;
}

const implied: Record<Scope, readonly Scope[]> = {
  read: ['read'],
  triage: ['read', 'triage'],
  ingest: ['ingest'],
  admin: ['read', 'triage', 'admin', 'secrets'],
  secrets: ['secrets'],
};

/** Whether credentials with these scopes allow what needs `needed`. */
export const mayAct = (granted: readonly Scope[], needed: Scope): boolean =>
  granted.some((scope) => implied[scope].includes(needed));

/**
 * What a node asks for: `events` only while it is active; `contact` (registering) although it is inactive; `uninstall`
 * (heartbeat, uninstall-complete) even after it was deleted, while its uninstall grace lasts.
 */
export type NodeNeed = 'events' | 'contact' | 'uninstall';

/**
 * Each route says one of these; `api/app.ts` refuses to start with a route that says nothing. `operator` is whoever runs
 * the installation: what they read is about all tenants, so no tenant may.
 */
export type Access = 'public' | 'operator' | { user: Scope } | { node: NodeNeed };

/** A person, or a program with a person's key, acting within one tenant. */
export interface Caller {
  user_id: string;
  email: string;
  scopes: readonly Scope[];
  /** Version of the session token, null where no token was needed (demo mode) or another credential was shown. */
  token_version: number | null;
  /** When the credential ends, epoch ms; null = it does not. */
  expires_ms: number | null;
  /** Set where an API key was shown. */
  key_id?: string;
}

/**
 * Whether the credentials of a node identify one node (docs/contract.md §2.3). `node` is the one its key belongs to;
 * `claimed` are the ids it sent, wherever it put them. Resolves when there is a key's node and every id is that node's;
 * rejects otherwise. `exists` says whether the claimed id is some tenant's node; called only where it matters.
 */
export async function checkClaim(claim: {
  key: string | null;
  node: Pick<NodeRecord, 'node_id'> | null;
  claimed: readonly string[];
  exists(id: string): Promise<boolean>;
}): Promise<void> {
  if (claim.key === null) throw new AppError('unauthenticated', 'A node key is required (X-Node-Key)');
  const [id] = claim.claimed;
  if (claim.claimed.some((other) => other !== id))
    throw new AppError('bad_request', 'The node ids in the header, query and body differ');
  if (id === undefined) {
    if (claim.node === null) throw new AppError('unauthenticated', 'Unknown node key');
    return;
  }
  if (claim.node?.node_id === id) return;
  if (!(await claim.exists(id))) throw new AppError('not_found', 'Node not found');
  throw new AppError('forbidden', 'The key belongs to another node');
}

/** The second rule: what a node in this state may still do. Throws `forbidden`. `now` is ISO. */
export function checkNodeState(
  node: Pick<NodeRecord, 'status' | 'deleted_at' | 'uninstall_grace_until'>,
  need: NodeNeed,
  now: string,
): void {
  if (node.deleted_at !== null) {
    if (need === 'uninstall' && node.uninstall_grace_until !== null && now < node.uninstall_grace_until)
      return;
    throw new AppError('forbidden', 'This node was deleted');
  }
  if (need === 'events' && node.status !== 'active') throw new AppError('forbidden', 'This node is inactive');
}
