/** Where a list of events comes from: the data of this installation, or a server's API. */
import { createClient } from '../client/client.ts';
import { ClientError } from '../client/client-error.ts';
import { type Event, toEventView } from '../contract/event.ts';
import type { Page } from '../core/query.ts';
import { chooseUser } from './accounts.ts';
import { CliError, usageError } from './failure.ts';
import { readLocalConfig } from './installation.ts';
import { hasDatabase } from './local-store.ts';
import type { Terminal } from './terminal.ts';

export interface SourceOptions {
  user?: string;
  url?: string;
  key?: string;
}

export interface EventsSource {
  /** Newest first; a page may be short although there is more. */
  page(query: string, limit: number, cursor: string | null): Promise<Page<Event>>;
  close(): Promise<void>;
}

async function localSource(terminal: Terminal, user: string | undefined): Promise<EventsSource> {
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
    return {
      async page(query, limit, cursor) {
        const { items, next_cursor } = await admin.events(userId, cursor, { query, limit });
        return {
          items: items.map((event) => toEventView(event, knowledge.locate(event.source_ip, event.place))),
          next_cursor,
        };
      },
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

function remoteSource(terminal: Terminal, { url, key: given, user }: SourceOptions): EventsSource {
  const key = given ?? terminal.env.DECOYVERSE_API_KEY;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw usageError('--url must be an http:// or https:// address', '--url http://127.0.0.1:8001');
  if (!key)
    throw usageError(
      '--url needs an API key that may read',
      'pass --key, or set DECOYVERSE_API_KEY so that the key does not show in the list of processes',
    );
  if (user !== undefined)
    throw usageError('--user cannot be used with --url: the key belongs to one account', 'leave out --user');
  const client = createClient({
    url,
    headers: { authorization: `Bearer ${key}` },
    onRetry: (error) => terminal.say(`warning: ${error.message}; retrying`),
  });
  return {
    async page(q, limit, cursor) {
      const asked = new URLSearchParams({ q, limit: String(limit), ...(cursor === null ? {} : { cursor }) });
      try {
        return (await client.request({ method: 'GET', path: `/api/events?${asked}` })) as Page<Event>;
      } catch (cause) {
        if (!(cause instanceof ClientError)) throw cause;
        const hint = ['unauthenticated', 'forbidden'].includes(cause.kind)
          ? 'check --key: an API key with the scope read'
          : 'check --url';
        throw new CliError(cause.message, { hint, cause });
      }
    },
    close: async () => undefined,
  };
}

/** Throws a CliError where there is none. */
export const openEventsSource = async (terminal: Terminal, options: SourceOptions): Promise<EventsSource> =>
  options.url === undefined && options.key === undefined
    ? localSource(terminal, options.user)
    : remoteSource(terminal, options);
