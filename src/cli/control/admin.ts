/**
 * What commands have done to the data of an installation: by this process where the store is free, and by the server
 * that holds it otherwise (door.ts). So `import`, `user` and `eval` work whether a server runs or not.
 */
import { randomBytes } from 'node:crypto';
import { keyHash, newNodeKey } from '../../api/auth/node-key.ts';
import type { Alert } from '../../core/alert.ts';
import type { DraftEvent, StoredEvent } from '../../core/event.ts';
import { nodeId } from '../../core/ids.ts';
import type { EventPipeline } from '../../core/pipeline.ts';
import type { Page } from '../../core/query.ts';
import type { Store } from '../../core/store.ts';
import type { User } from '../../core/user.ts';
import { createAccount, resetPassword } from '../accounts.ts';
import type { ImportNode, Outcome } from '../import/sink.ts';

export type Account = Pick<User, 'id' | 'email' | 'created_at'>;

export interface Steward {
  /** Oldest first. */
  accounts(limit: number): Promise<Account[]>;
  /** Null where there is none. */
  accountByEmail(email: string): Promise<Account | null>;
  /** The new account's password, or null where the address is taken. */
  addAccount(email: string): Promise<string | null>;
  /** The new password, or null where there is no such account. */
  resetPassword(email: string): Promise<string | null>;
  /** The tenant's node of that name, or a new one. A new one's key is nowhere: rotate it to let a sensor use the node. */
  node(userId: string, name: string): Promise<ImportNode>;
  /** Takes the events of an import: their times are believed. Resolves, in order, when all of it is durable. */
  accept(userId: string, nodeIdText: string, drafts: readonly DraftEvent[]): Promise<Outcome[]>;
  /** The tenant's alerts that a person judged, for `eval`. */
  judged(userId: string, cursor: string | null): Promise<Page<JudgedAlert>>;
  /** The tenant's events, newest first, for `eval`. */
  events(userId: string, cursor: string | null): Promise<Page<StoredEvent>>;
  close(): Promise<void>;
}

export type JudgedAlert = Pick<Alert, 'attack_type' | 'human_verdict'>;

/** Small enough that a page of the largest events goes through the door. */
const pageSize = 200;

const toAccount = ({ id, email, created_at }: User): Account => ({ id, email, created_at });

/** `pipeline` is asked for at the first `accept`. Closing the steward closes what it opened, and nothing else. */
export function createSteward({
  store,
  pipeline,
  close = async () => undefined,
}: {
  store: Store;
  pipeline(): Promise<EventPipeline>;
  close?(): Promise<void>;
}): Steward {
  return {
    accounts: async (limit) => (await store.users(limit)).map(toAccount),
    async accountByEmail(email) {
      const user = await store.userByEmail(email);
      return user === null ? null : toAccount(user);
    },
    addAccount: async (email) => (await createAccount(store, email))?.password ?? null,
    resetPassword: (email) => resetPassword(store, email),
    async node(userId, name) {
      const tenant = store.of(userId);
      const known = (await tenant.nodes()).find((node) => node.name === name);
      if (known) return { node_id: known.node_id, name, created: false };
      const node_id = nodeId((bytes) => randomBytes(bytes).toString('hex'));
      await tenant.createNode({
        node_id,
        user_id: userId,
        name,
        status: 'active',
        os_type: 'import',
        deployment_config: null,
        key_hash: keyHash(newNodeKey(randomBytes)),
        created_at: new Date().toISOString(),
        last_seen: null,
        agent: null,
        agent_removed_at: null,
        deleted_at: null,
        farewell_until: null,
      });
      return { node_id, name, created: true };
    },
    async accept(user_id, node_id, drafts) {
      const events = drafts.map((draft) => ({ ...draft, history: true as const }));
      const results = await (await pipeline()).accept({ user_id, node_id }, events);
      return results.map(({ status, alert_created, reason, retryable }) => ({
        status,
        alert_created,
        reason,
        retryable,
      }));
    },
    async judged(userId, cursor) {
      const page = await store.of(userId).alerts({ judged: true }, { limit: pageSize, cursor });
      const items = page.items.map(({ attack_type, human_verdict }) => ({ attack_type, human_verdict }));
      return { items, next_cursor: page.next_cursor };
    },
    events: (userId, cursor) => store.of(userId).events({}, { limit: pageSize, cursor }),
    close,
  };
}
