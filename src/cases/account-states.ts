/**
 * Accounts that somebody at the machine suspended or removed. What they had is refused from then on: sign-ins, sessions, API
 * keys, feeds and events. There are few, so every process holds them all, and looks for changes once a second.
 */
import type { AccountState } from '../core/account-state.ts';
import { accountStateDocs, apiKeyDocs, docKinds } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import type { User } from '../core/user.ts';
import { allDocuments } from './all-documents.ts';
import type { RandomBytes } from './credentials.ts';

export interface AccountStates {
  isSuspended(userId: string): Promise<boolean>;
  /** Throws `forbidden` for a suspended account. */
  check(userId: string): Promise<void>;
  /** The same pipeline, which refuses events of suspended accounts. */
  guard(pipeline: EventPipeline): EventPipeline;
}

const pollMs = 1000;

export const suspended = (): AppError => new AppError('forbidden', 'This account is suspended');

export function createAccountStates({
  store,
  clock,
}: {
  store: Pick<Store, 'docsAfter' | 'docsRevision'>;
  clock(): number;
}): AccountStates {
  let ids: ReadonlySet<string> = new Set();
  let revision = 0;
  let readMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const startedMs = clock();
    const now = await store.docsRevision(accountStateDocs.name);
    if (now !== revision) {
      const found = new Set<string>();
      for await (const { user_id, body } of allDocuments(store, accountStateDocs))
        if (body.state !== 'active') found.add(user_id);
      [ids, revision] = [found, now];
    }
    readMs = startedMs;
  }
  async function isSuspended(userId: string): Promise<boolean> {
    if (clock() - readMs > pollMs || clock() < readMs) {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    }
    return ids.has(userId);
  }
  async function check(userId: string): Promise<void> {
    if (await isSuspended(userId)) throw suspended();
  }
  return {
    isSuspended,
    check,
    guard: (pipeline) => ({
      ...pipeline,
      async accept(sender, drafts) {
        await check(sender.user_id);
        return pipeline.accept(sender, drafts);
      },
    }),
  };
}

/** Of one account, for lists. */
export const stateOfAccount = async (
  { store }: { store: Pick<Store, 'of'> },
  userId: string,
): Promise<AccountState['state']> =>
  (await readDocument(store.of(userId), accountStateDocs, userId))?.body.state ?? 'active';

/** Suspends an account, or lets it act again. Its sessions end either way. */
export async function setAccountState(
  { store, now }: { store: Pick<Store, 'of' | 'updateUser'>; now(): string },
  user: Pick<User, 'id' | 'token_version'>,
  state: AccountState['state'],
): Promise<void> {
  const tenant = store.of(user.id);
  const named = { id: user.id, user_id: user.id };
  const at = now();
  const saved = await saveDocument(tenant, accountStateDocs, named, () => ({ state, at }), at);
  if (saved === 'stale')
    throw new AppError('conflict', 'The account is being changed by someone else; try again');
  await store.updateUser(user.id, null, { token_version: user.token_version + 1 });
}

/** Every API key of the account is refused from now on; resolves with how many there were. */
export async function endKeys({ store }: { store: Pick<Store, 'of'> }, userId: string): Promise<number> {
  const tenant = store.of(userId);
  let ended = 0;
  for (;;) {
    const docs = await tenant.docs(apiKeyDocs.name, {}, 100);
    if (docs.length === 0) return ended;
    for (const { id } of docs) if (await tenant.removeDoc(apiKeyDocs.name, id)) ended++;
  }
}

const bcryptLetters = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A bcrypt hash of no password that anybody knows; comparing with it takes as long as with any other. */
const unmatchable = (random: RandomBytes): string =>
  `$2b$12$${[...random(53)].map((byte) => bcryptLetters[byte & 63]).join('')}`;

/**
 * Takes an account away for good: nobody signs in to it again, its nodes, keys, feeds, channels, tokens and rules are gone.
 * Events that are stored stay until retention deletes them. Resolves with what was removed.
 */
export async function removeAccount(
  parts: { store: Pick<Store, 'of' | 'updateUser'>; now(): string; random: RandomBytes },
  user: Pick<User, 'id' | 'token_version'>,
): Promise<{ nodes: number; documents: number }> {
  const { store, now, random } = parts;
  await setAccountState(parts, user, 'removed');
  await store.updateUser(user.id, null, { password_hash: unmatchable(random) });
  const tenant = store.of(user.id);
  const nodes = await tenant.nodes();
  for (const { node_id } of nodes)
    await tenant.updateNode(node_id, { deleted_at: now(), uninstall_grace_until: null, status: 'inactive' });
  let documents = 0;
  for (const { name } of docKinds) {
    if (name === accountStateDocs.name) continue;
    for (;;) {
      const docs = await tenant.docs(name, {}, 100);
      if (docs.length === 0) break;
      for (const { id } of docs) if (await tenant.removeDoc(name, id)) documents++;
    }
  }
  return { nodes: nodes.length, documents };
}
