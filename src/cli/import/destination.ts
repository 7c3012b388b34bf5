/** Where an import goes: to the data of this installation, or over HTTP to a server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { CliError, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import type { Terminal } from '../terminal.ts';
import type { Sink } from './sink.ts';
import { nodeNameOf } from './source.ts';

export interface ImportOptions {
  format: string;
  node?: string;
  user?: string;
  url?: string;
  key?: string;
  json?: boolean;
  quiet?: boolean;
}

/** Where one file's events go. */
export interface Target {
  node: { node_id: string | null; name: string };
  sink: Sink;
}
/** Where the files' events go: one store or one server. */
export interface Destination {
  open(file: string): Promise<Target>;
  /** Events before this time (ISO) are removed again by retention; null = all are kept, or nobody here knows. */
  keptSince: string | null;
  close(): Promise<void>;
}

async function localDestination(terminal: Terminal, options: ImportOptions): Promise<Destination> {
  const { openAdmin } = await import('../control/connect.ts');
  const { chooseUser } = await import('../accounts.ts');
  const config = readLocalConfig(terminal);
  const admin = await openAdmin(terminal, config);
  try {
    const userId = await chooseUser(admin, {
      email: options.user,
      authEnabled: config.authEnabled,
      onCreated: (email, password) =>
        terminal.say(
          `the owner's account was made; the password is shown only now\n  e-mail    ${email}\n  password  ${password}`,
        ),
    });
    const { retentionDays } = config;
    return {
      keptSince:
        retentionDays === null ? null : new Date(Date.now() - retentionDays * 86_400_000).toISOString(),
      async open(file) {
        const node = await admin.node(userId, options.node ?? nodeNameOf(file));
        return { node, sink: toSink((drafts) => admin.accept(userId, node.node_id, drafts)) };
      },
      close: () => admin.close(),
    };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

const attempts = 5;

/** A busy store is asked again (every draft has an id, so that is safe); what it refuses ends the import in plain words. */
const toSink = (send: Sink['send']): Sink => ({
  async send(drafts) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(drafts);
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        if (cause.retryable && attempt < attempts) {
          await sleep(Math.min(5, cause.retryAfterSeconds ?? 1) * 1000);
          continue;
        }
        throw new CliError(`the store did not take the events: ${cause.detail}`, {
          hint: 'what was taken is kept: run the same command again',
          cause,
        });
      }
    }
  },
  close: async () => undefined,
});

async function remoteDestination(
  terminal: Terminal,
  { url, key, node, user }: ImportOptions,
): Promise<Destination> {
  const given = key ?? terminal.env.DECOYVERSE_NODE_KEY;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw usageError('--url must be an http:// or https:// address', '--url http://127.0.0.1:8001');
  if (!given)
    throw usageError(
      'a server wants the key of a node',
      'give --key, or set DECOYVERSE_NODE_KEY so that it does not show in the list of processes',
    );
  if (node !== undefined || user !== undefined)
    throw usageError('the key alone says whose node this is', 'leave --node and --user out, or --url');
  const { createRemoteSink } = await import('../../client/send-events.ts');
  const sink = createRemoteSink({
    url,
    key: given,
    onTrouble: (trouble) => terminal.say(`warning: ${trouble}; trying again for a while`),
  });
  return {
    keptSince: null,
    open: async () => ({ node: { node_id: null, name: `of the key at ${url}` }, sink }),
    close: () => sink.close(),
  };
}

/** Throws a CliError where nobody can take the events. */
export const openDestination = (terminal: Terminal, options: ImportOptions): Promise<Destination> =>
  options.url === undefined && options.key === undefined
    ? localDestination(terminal, options)
    : remoteDestination(terminal, options);
