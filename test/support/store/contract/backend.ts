/** What the contract suite needs of a store to be tested, and what it watches while it tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Store, TenantStore } from '../../../../src/core/store.ts';

export interface Opened {
  store: Store;
  /** Closes the store and opens the same data again. */
  reopen(): Promise<Store>;
  /** Closes the store and removes its data. */
  dispose(): Promise<void>;
}

export interface Backend {
  name: string;
  kind: Store['kind'];
  /** A store without anything in it. */
  open(): Promise<Opened>;
}

/** One store for the cases of a `describe`; they stay apart by using tenants and ids of their own. */
export function useStore(backend: Backend): { readonly store: Store; reopen(): Promise<void> } {
  let opened: Opened | null = null;
  let store: Store | null = null;
  before(async () => {
    opened = await backend.open();
    store = opened.store;
  });
  after(async () => {
    await opened?.dispose();
  });
  return {
    get store() {
      if (!store) throw new Error('used before the store was opened');
      return store;
    },
    async reopen() {
      if (!opened) throw new Error('used before the store was opened');
      store = await opened.reopen();
    },
  };
}

/** Operations named by an interface of the port, as its source has them, in whichever file of core it stands. */
export function operationsOf(name: 'Store' | 'TenantStore'): string[] {
  const core = join(import.meta.dirname, '../../../../src/core');
  const opening = `export interface ${name} {`;
  const source = readdirSync(core)
    .map((file) => readFileSync(join(core, file), 'utf8'))
    .find((text) => text.includes(opening));
  if (source === undefined) throw new Error(`no file of core has ${opening}`);
  const start = source.indexOf(opening);
  const body = source.slice(start, source.indexOf('\n}', start));
  return [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1] ?? '');
}

/** Notes which operations were called, and for how many tenants. */
export interface Watch {
  watch(backend: Backend): Backend;
  readonly called: ReadonlyMap<string, ReadonlySet<string>>;
}

export function createWatch(): Watch {
  const called = new Map<string, Set<string>>();
  const note = (name: string, user: string): void => {
    called.set(name, (called.get(name) ?? new Set()).add(user));
  };
  const spy = <T extends object>(target: T, user: string, notes: (name: string) => string): T =>
    new Proxy(target, {
      get(all, key, receiver) {
        const value: unknown = Reflect.get(all, key, receiver);
        if (typeof value !== 'function' || typeof key !== 'string') return value;
        return (...args: unknown[]) => {
          note(notes(key), user);
          const answer: unknown = value.apply(all, args);
          return key === 'of' ? spy(answer as TenantStore, String(args[0]), (name) => `of.${name}`) : answer;
        };
      },
    });
  const spyStore = (store: Store): Store => spy(store, '', (name) => name);
  return {
    called,
    watch: (backend) => ({
      name: backend.name,
      kind: backend.kind,
      async open() {
        const opened = await backend.open();
        return {
          store: spyStore(opened.store),
          reopen: async () => spyStore(await opened.reopen()),
          dispose: () => opened.dispose(),
        };
      },
    }),
  };
}
