/** Where lists, sums and searches come from: the data of this installation, or a server's API. */
import type { ListBounds } from '../cases/list-bounds.ts';
import type { ListName } from '../cases/lists.ts';
import type { TopOf } from '../cases/top.ts';
import { createClient } from '../client/client.ts';
import { ClientError } from '../client/client-error.ts';
import type { TopList } from '../contract/activity.ts';
import type { Place } from '../contract/place.ts';
import type { SearchAnswer } from '../contract/search.ts';
import type { ObservableKind } from '../core/observable.ts';
import type { Page } from '../core/query.ts';
import { chooseUser } from './accounts.ts';
import type { TopAsked } from './control/admin.ts';
import { CliError, idsHint, usageError } from './failure.ts';
import { readLocalConfig } from './installation.ts';
import { hasDatabase } from './local-store.ts';
import type { Terminal } from './terminal.ts';

export interface SourceOptions {
  user?: string;
  url?: string;
  key?: string;
}

export interface ListQuestion extends ListBounds {
  q: string;
  kind?: ObservableKind | undefined;
}

export interface ListSource {
  /** As the API shows them; a page may be short although there is more. */
  page(name: ListName, asked: ListQuestion, limit: number, cursor: string | null): Promise<Page<object>>;
  search(q: string): Promise<SearchAnswer>;
  top(of: TopOf, asked: TopAsked): Promise<Pick<TopList, 'items' | 'missed'>>;
  close(): Promise<void>;
}

interface Sourced {
  source_ip?: string;
  place?: Place | null;
}

async function localSource(terminal: Terminal, user: string | undefined): Promise<ListSource> {
  const config = readLocalConfig(terminal);
  if (!hasDatabase(config))
    throw new CliError(`there are no events yet: no database in ${config.dataDir}`, {
      hint: 'decoyverse up, or is DATA_DIR right?',
    });
  const { openAdmin } = await import('./control/connect.ts');
  const { openKnowledge } = await import('../geo/knowledge.ts');
  const admin = await openAdmin(terminal, config);
  try {
    const userId = await chooseUser(
      { ...admin, addAccount: async () => null },
      { email: user, authEnabled: config.authEnabled, onCreated: () => undefined },
    );
    const knowledge = await openKnowledge({
      countryFile: config.geoCountryFile,
      asnFile: config.geoAsnFile,
      marksDir: config.marksDir,
      onWarning: (message) => terminal.say(`warning: ${message}`),
    });
    /** Whoever holds the store need not know places. */
    const place = (item: object): object => {
      const { source_ip, place: stored } = item as Sourced;
      if (stored === undefined || source_ip === undefined) return item;
      return { ...item, ...knowledge.locate(source_ip, stored) };
    };
    return {
      async page(name, asked, limit, cursor) {
        const { items, next_cursor } = await admin.list(userId, name, asked, { limit, cursor });
        return { items: items.map(place), next_cursor };
      },
      search: (q) => admin.search(userId, q),
      top: (of, asked) => admin.top(userId, of, asked),
      async close() {
        knowledge.close();
        await admin.close();
      },
    };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

export interface Remote {
  url: string;
  key: string;
}

/** Throws a usage error where something is missing. */
export function remoteOf(terminal: Terminal, { url, key: given, user }: SourceOptions): Remote {
  const key = given ?? terminal.env.DECOYVERSE_API_KEY;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw usageError('--url must be an http:// or https:// address', '--url http://127.0.0.1:8001');
  if (!key)
    throw usageError(
      '--url needs an API key with read access',
      'pass --key, or set DECOYVERSE_API_KEY so that the key does not show in the list of processes',
    );
  if (user !== undefined)
    throw usageError('--user cannot be used with --url: the key belongs to one account', 'leave out --user');
  return { url, key };
}

function remoteSource(terminal: Terminal, options: SourceOptions): ListSource {
  const { url, key } = remoteOf(terminal, options);
  const client = createClient({
    url,
    headers: { authorization: `Bearer ${key}` },
    onRetry: (error) => terminal.say(`warning: ${error.message}; retrying`),
  });
  async function get<T>(path: string, asked: Record<string, string | undefined>): Promise<T> {
    const given = Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined);
    try {
      return (await client.request({ method: 'GET', path: `${path}?${new URLSearchParams(given)}` })) as T;
    } catch (cause) {
      if (!(cause instanceof ClientError)) throw cause;
      const hint = ['unauthenticated', 'forbidden'].includes(cause.kind)
        ? 'check --key: an API key with the scope read'
        : cause.status === 404 && given.some(([name]) => name === 'node_id' || name === 'group_id')
          ? idsHint
          : 'check --url';
      throw new CliError(cause.message, { hint, cause });
    }
  }
  return {
    page: (name, { q, ...asked }, limit, cursor) =>
      get<Page<object>>(`/api/${name}`, {
        q: q === '' ? undefined : q,
        ...asked,
        limit: String(limit),
        cursor: cursor ?? undefined,
      }),
    search: (q) => get<SearchAnswer>('/api/search', { q }),
    top: (of, { limit, ...asked }) => get<TopList>('/api/top', { of, ...asked, limit: String(limit) }),
    close: async () => undefined,
  };
}

/** Throws a CliError where there is none. */
export const openListSource = async (terminal: Terminal, options: SourceOptions): Promise<ListSource> =>
  options.url === undefined && options.key === undefined
    ? localSource(terminal, options.user)
    : remoteSource(terminal, options);
