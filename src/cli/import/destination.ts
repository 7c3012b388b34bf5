/** Where an import goes: to the data of this installation, or over HTTP to a server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError, type ClientErrorKind } from '../../client/client-error.ts';
import type { SendEvents } from '../../client/event-outcome.ts';
import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/query.ts';
import { dayMs } from '../../lib/duration.ts';
import { CliError, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import type { Terminal } from '../terminal.ts';
import { nodeNameOf } from './import-node.ts';

export interface ImportOptions {
  format: string;
  node?: string;
  user?: string;
  url?: string;
  key?: string;
  json?: boolean;
  quiet?: boolean;
  mapping?: string;
  dryRun?: boolean;
}

/** Where one file's events go. */
export interface FileDestination {
  /** Without an id if only the server knows it. */
  node: { node_id: string | null; name: string };
  send: SendEvents;
}
/** Where the files' events go: one store or one server. */
export interface Destination {
  open(file: string): Promise<FileDestination>;
  /** Events before this time (ISO) will be deleted by retention; null = all are kept, or the limit is not known here. */
  keptSince: string | null;
  /** How many incidents the node has, counted up to `most`; null where only the server knows. */
  incidents(nodeId: string, most: number): Promise<number | null>;
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
          `the owner's account was created; its password is shown only once\n  e-mail    ${email}\n  password  ${password}`,
        ),
    });
    const { retentionDays } = config;
    return {
      keptSince: retentionDays === null ? null : new Date(Date.now() - retentionDays * dayMs).toISOString(),
      async open(file) {
        const node = await admin.node(userId, options.node ?? nodeNameOf(file));
        return { node, send: withPatience((drafts) => admin.accept(userId, node.node_id, drafts)) };
      },
      async incidents(nodeId, most) {
        let count = 0;
        let cursor: string | null = null;
        do {
          const page: Page<object> = await admin.list(
            userId,
            'incidents',
            { q: `node:${nodeId}` },
            { limit: 200, cursor },
          );
          count += page.items.length;
          cursor = page.next_cursor;
        } while (cursor !== null && count < most);
        return count;
      },
      close: () => admin.close(),
    };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

const attempts = 5;

const repeatHint = 'accepted events are kept: run the same command again';

/** Retries while the store is busy (safe, because every draft has an id); any other refusal ends the import with a reason. */
const withPatience =
  (send: SendEvents): SendEvents =>
  async (drafts) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(drafts);
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        if (cause.retryable && attempt < attempts) {
          await sleep(Math.min(5, cause.retryAfterSeconds ?? 1) * 1000);
          continue;
        }
        throw new CliError(`the store did not accept the events: ${cause.detail}`, {
          hint: repeatHint,
          cause,
        });
      }
    }
  };

const remoteHints: Partial<Record<ClientErrorKind, string>> = {
  unauthenticated: "check --key: it is the node's key, shown once when the node was created",
  forbidden: "check --key: it is the node's key, shown once when the node was created",
  unexpected: 'check --url',
  refused: 'check --url and --key',
};

/** Turns a failure of the client into a CliError with a hint. */
const withHints =
  (send: SendEvents): SendEvents =>
  async (drafts) => {
    try {
      return await send(drafts);
    } catch (cause) {
      if (!(cause instanceof ClientError)) throw cause;
      const hint = cause.retryable ? `${repeatHint} when the server is back` : remoteHints[cause.kind];
      throw new CliError(cause.message, { hint, cause });
    }
  };

async function remoteDestination(
  terminal: Terminal,
  { url, key: keyOption, node, user }: ImportOptions,
): Promise<Destination> {
  const key = keyOption ?? terminal.env.DECOYVERSE_NODE_KEY;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw usageError('--url must be an http:// or https:// address', '--url http://127.0.0.1:8001');
  if (!key)
    throw usageError(
      '--url needs the key of a node',
      'pass --key, or set DECOYVERSE_NODE_KEY to keep it out of the process list',
    );
  if (node !== undefined || user !== undefined)
    throw usageError(
      '--node and --user cannot be used with --url: the key belongs to one node',
      'omit --node and --user, or --url',
    );
  const { createEventSender } = await import('../../client/send-events.ts');
  const send = withHints(
    createEventSender({
      history: true,
      url,
      key,
      onRetry: (error) => terminal.say(`warning: ${error.message}; retrying`),
    }),
  );
  return {
    keptSince: null,
    open: async () => ({ node: { node_id: null, name: `of this key at ${url}` }, send }),
    incidents: async () => null,
    close: async () => undefined,
  };
}

/** Throws a CliError if there is nowhere to send the events. */
export const openDestination = (terminal: Terminal, options: ImportOptions): Promise<Destination> =>
  options.url === undefined && options.key === undefined
    ? localDestination(terminal, options)
    : remoteDestination(terminal, options);
