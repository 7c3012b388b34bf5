/**
 * What commands can do with the data of an installation. `createAdmin` does it in this process, on an open store; where
 * a running server holds the store, the same calls go to it over a socket (socket-client.ts).
 */

import { stateOfAccount } from '../../cases/account-states.ts';
import { findAccount } from '../../cases/accounts.ts';
import { allDocuments } from '../../cases/all-documents.ts';
import { findAskedNodes } from '../../cases/asked-nodes.ts';
import { createAssetFinders } from '../../cases/assets.ts';
import { type ListBounds, toBoundFilter } from '../../cases/list-bounds.ts';
import { type ListName, readList } from '../../cases/lists.ts';
import { findOrAddNode } from '../../cases/nodes.ts';
import { allowReceivers } from '../../cases/receivers.ts';
import { search } from '../../cases/search.ts';
import { readTop, type TopOf } from '../../cases/top.ts';
import type { EventOutcome } from '../../client/event-outcome.ts';
import type { TopList } from '../../contract/activity.ts';
import type { Located } from '../../contract/place.ts';
import type { SearchAnswer } from '../../contract/search.ts';
import type { AccountState } from '../../core/account-state.ts';
import type { Alert } from '../../core/alert.ts';
import { accountStateDocs } from '../../core/doc-kinds.ts';
import type { DraftEvent, StoredEvent } from '../../core/event.ts';
import type { Exposure } from '../../core/exposure.ts';
import type { ObservableKind } from '../../core/observable.ts';
import type { EventPipeline } from '../../core/pipeline.ts';
import type { EventPlace } from '../../core/place.ts';
import type { Page, PageRequest } from '../../core/query.ts';
import { partsOf } from '../../core/rollup-parts.ts';
import type { Store } from '../../core/store.ts';
import type { User } from '../../core/user.ts';
import type { FindAsset } from '../../geo/asset-index.ts';
import type { ImportNode } from '../import/import-node.ts';
import { addAccount, remove, resetPassword, setState, welcome } from '../local-accounts.ts';
import { localParts } from '../local-parts.ts';

export type Account = Pick<User, 'id' | 'email' | 'created_at'> & Pick<AccountState, 'state'>;
export type JudgedAlert = Pick<Alert, 'attack_type' | 'human_verdict'>;

export interface Admin {
  /** Oldest first. */
  accounts(limit: number): Promise<Account[]>;
  /** Null if there is none. */
  accountByEmail(email: string): Promise<Account | null>;
  /** The new account's password, or null if the address is taken. */
  addAccount(email: string): Promise<string | null>;
  /** The new password, and how many API keys ended; null if there is no such account. */
  resetPassword(
    email: string,
    options?: { keepKeys?: boolean },
  ): Promise<{ password: string; keys: number } | null>;
  /** Whether there is such an account. */
  setAccountState(email: string, state: 'active' | 'suspended'): Promise<boolean>;
  /** What was removed with it; null if there is no such account. */
  removeAccount(email: string): Promise<{ nodes: number; documents: number } | null>;
  /** The secret of a new one-time address, or null where there is no such account. */
  welcome(email: string): Promise<string | null>;
  /** Receivers inside that a tenant (or `everybody`) is allowed; with `entries`, these from now on, which is audited. */
  receivers(userId: string, entries?: readonly string[]): Promise<string[]>;
  /** The tenant's node of that name, or a new one. Nobody knows a new one's key: rotate it before a sensor uses the node. */
  node(userId: string, name: string): Promise<ImportNode>;
  /** Takes the events of an import: their times are believed. Resolves, in order, when all of it is durable. */
  accept(userId: string, nodeId: string, drafts: readonly DraftEvent[]): Promise<EventOutcome[]>;
  /** The tenant's alerts that a person judged, for `eval`. */
  judged(userId: string, cursor: string | null): Promise<Page<JudgedAlert>>;
  /** The tenant's events, newest first; `query` in the query language, at most 200 at once. */
  events(
    userId: string,
    cursor: string | null,
    asked?: { query: string; limit: number },
  ): Promise<Page<StoredEvent>>;
  /** A page of a list as the API shows it; places only as they were stored. `q` was checked; at most 200 at once. */
  list(
    userId: string,
    name: ListName,
    asked: { q: string; kind?: ObservableKind | undefined } & ListBounds,
    page: PageRequest,
  ): Promise<Page<object>>;
  search(userId: string, q: string): Promise<SearchAnswer>;
  /** Sources with whose they are. */
  top(userId: string, of: TopOf, asked: TopAsked): Promise<Pick<TopList, 'items' | 'missed'>>;
  close(): Promise<void>;
}

/** Any ISO times; without `from` the day before `to`, without `to` now. */
export interface TopAsked {
  from?: string | undefined;
  to?: string | undefined;
  /** Of a node, of the nodes of a group, of an exposure. */
  node_id?: string | undefined;
  group_id?: string | undefined;
  exposure?: Exposure | undefined;
  limit: number;
}

const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;

/** A place as its event has it; whose the address is as the tenant's assets say. */
const asStored =
  (find: FindAsset) =>
  (source: string, place?: EventPlace | null): Located => ({
    place: place ? { ...place, scope: 'global' } : null,
    marks: [],
    asset: find(source),
  });

/** A page of the largest events still fits a message on the socket. */
const pageSize = 200;

const toAccount = ({ id, email, created_at }: User, state: AccountState['state']): Account => ({
  id,
  email,
  created_at,
  state,
});

/** `pipeline` is called at the first `accept`. Closing it closes what the caller's `close` closes, and nothing else. */
export function createAdmin({
  store,
  pipeline,
  close = async () => undefined,
}: {
  store: Store;
  pipeline(): Promise<EventPipeline>;
  close?(): Promise<void>;
}): Admin {
  const assetsOf = createAssetFinders(store);
  return {
    async accounts(limit) {
      const states = new Map<string, Account['state']>();
      for await (const { user_id, body } of allDocuments(store, accountStateDocs))
        states.set(user_id, body.state);
      return (await store.users(limit)).map((user) => toAccount(user, states.get(user.id) ?? 'active'));
    },
    async accountByEmail(email) {
      const user = await findAccount(store, email);
      return user && toAccount(user, await stateOfAccount({ store }, user.id));
    },
    addAccount: async (email) => (await addAccount(store, email))?.password ?? null,
    resetPassword: (email, options) => resetPassword(store, email, options),
    setAccountState: (email, state) => setState(store, email, state),
    removeAccount: (email) => remove(store, email),
    welcome: (email) => welcome(store, email),
    receivers: (userId, entries) => allowReceivers({ ...localParts, store }, userId, entries),
    async node(user_id, name) {
      const parts = { ...localParts, tenant: store.of(user_id) };
      const { node, key } = await findOrAddNode(parts, { user_id, name, os_type: 'import' });
      return { node_id: node.node_id, name, created: key !== null };
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
    events: (userId, cursor, asked = { query: '', limit: pageSize }) =>
      store.of(userId).events(asked.query === '' ? {} : { query: { text: asked.query, nowMs: Date.now() } }, {
        limit: Math.min(pageSize, asked.limit),
        cursor,
      }),
    async list(userId, name, { q, kind, ...asked }, page) {
      const [tenant, nowMs] = [store.of(userId), Date.now()];
      const bounds = await toBoundFilter(tenant, name, asked, { text: q, nowMs });
      return readList(
        { tenant, locate: asStored(await assetsOf(userId)) },
        name,
        { q, kind, bounds, maySee: true, nowMs },
        { ...page, limit: Math.min(pageSize, page.limit) },
      );
    },
    search: async (userId, q) =>
      search(store.of(userId), q, { nowMs: Date.now(), maySee: true, assetOf: await assetsOf(userId) }),
    async top(userId, of, { from, to, limit, exposure, ...nodes }) {
      const toMs = to === undefined ? Date.now() : Date.parse(to);
      const fromMs = from === undefined ? toMs - dayMs : Date.parse(from);
      const hour = (ms: number) => new Date(Math.floor(ms / hourMs) * hourMs).toISOString();
      const tenant = store.of(userId);
      const parts = partsOf(await findAskedNodes(tenant, nodes), exposure);
      const range = { from: hour(fromMs), to: hour(toMs + hourMs), parts };
      const { items, missed } = await readTop(tenant, of, range, limit);
      if (of !== 'source') return { items, missed };
      const find = await assetsOf(userId);
      return { items: items.map((one) => ({ ...one, asset: find(one.name) })), missed };
    },
    close,
  };
}
