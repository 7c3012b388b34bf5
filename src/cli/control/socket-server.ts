/**
 * The steward of a running server, at a Unix socket in the data folder that its owner alone may open. Whoever can open
 * it could change the database itself, so nothing more is asked.
 */
import { rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { Steward } from './admin.ts';

// Not imported: an import of node:http loads Node's fetch with it, 12 MB and 50 ms of every start.
const { createServer, request } = process.getBuiltinModule('node:http');

export const doorPath = (dataDir: string): string => join(dataDir, 'control.sock');

/** Longer paths are no socket addresses (sun_path). */
const maxPathBytes = 100;
const maxBodyBytes = 32 * 1024 * 1024;
/** A server that takes longer is stuck. */
const answerMs = 120_000;
/** How long calls under way have when the server stops. */
const graceMs = 5000;
/** Drafts that go in one call, by their length as JSON. */
const maxCallLength = 4 * 1024 * 1024;

type Call = { [K in keyof Steward]: { method: K; args: Parameters<Steward[K]> } }[Exclude<
  keyof Steward,
  'close'
>];
type Answer =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; detail: string; retryAfterSeconds?: number };

const closing: Answer = {
  ok: false,
  code: 'unavailable',
  detail: 'The server that holds the data is stopping',
};

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new AppError('too_large', 'The call is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function perform(steward: Steward, call: Call): Promise<unknown> {
  switch (call.method) {
    case 'accounts':
      return steward.accounts(...call.args);
    case 'accountByEmail':
      return steward.accountByEmail(...call.args);
    case 'addAccount':
      return steward.addAccount(...call.args);
    case 'resetPassword':
      return steward.resetPassword(...call.args);
    case 'node':
      return steward.node(...call.args);
    case 'accept':
      return steward.accept(...call.args);
    case 'judged':
      return steward.judged(...call.args);
    case 'events':
      return steward.events(...call.args);
    default:
      throw new AppError(
        'not_found',
        'The running server does not know this command: it is of another version',
      );
  }
}

async function answerTo(steward: Steward, incoming: IncomingMessage): Promise<Answer> {
  try {
    return { ok: true, value: await perform(steward, JSON.parse(await bodyOf(incoming)) as Call) };
  } catch (error) {
    if (!(error instanceof AppError))
      return { ok: false, code: 'internal', detail: (error as Error).message };
    return { ok: false, code: error.code, detail: error.detail, retryAfterSeconds: error.retryAfterSeconds };
  }
}

/**
 * Null where there can be no such socket (the data folder's path is too long, Windows): then commands need the server
 * stopped.
 */
export async function openDoor(
  dataDir: string,
  steward: Steward,
): Promise<{ close(): Promise<void> } | null> {
  const path = doorPath(dataDir);
  if (Buffer.byteLength(path) > maxPathBytes || process.platform === 'win32') return null;
  // Left behind by a server that was killed; whoever comes here holds the store, so nobody listens there.
  rmSync(path, { force: true });
  // An import asks for one batch after another on one connection: without this it would hold up the end until it is done.
  let isClosing = false;
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const answered = isClosing ? Promise.resolve(closing) : answerTo(steward, incoming);
    void answered.then((answer) => {
      response.setHeader('content-type', 'application/json');
      if (isClosing) response.setHeader('connection', 'close');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is bound before listen() returns: nobody else can open it for even a moment.
    const before = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(before);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        // Whoever opened the door and said nothing, or half of a call, would hold up the end for ever: once it closes, a
        // server looks after no time-outs any more.
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** The steward behind the door, or null where nobody opens. */
export async function checkHeaders(dataDir: string): Promise<Steward | null> {
  const socketPath = doorPath(dataDir);
  const send = (body: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const outgoing = request({
        socketPath,
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/json' },
      });
      outgoing.once('error', reject);
      outgoing.setTimeout(answerMs, () => outgoing.destroy(new Error('no answer in time')));
      outgoing.once('response', (response) => {
        bodyOf(response).then(resolve, reject);
      });
      outgoing.end(body);
    });
  const call = async (what: Call): Promise<unknown> => {
    let text: string;
    try {
      text = await send(JSON.stringify(what));
    } catch (cause) {
      throw new AppError('unavailable', 'The server that holds the data has gone away', { cause });
    }
    const answer = JSON.parse(text) as Answer;
    if (answer.ok) return answer.value;
    throw new AppError(answer.code, answer.detail, { retryAfterSeconds: answer.retryAfterSeconds });
  };
  try {
    await call({ method: 'accounts', args: [1] });
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null;
    throw error;
  }
  return {
    accounts: async (...args) =>
      (await call({ method: 'accounts', args })) as Awaited<ReturnType<Steward['accounts']>>,
    accountByEmail: async (...args) =>
      (await call({ method: 'accountByEmail', args })) as Awaited<ReturnType<Steward['accountByEmail']>>,
    addAccount: async (...args) => (await call({ method: 'addAccount', args })) as string | null,
    resetPassword: async (...args) => (await call({ method: 'resetPassword', args })) as string | null,
    node: async (...args) => (await call({ method: 'node', args })) as Awaited<ReturnType<Steward['node']>>,
    async accept(userId, nodeId, drafts) {
      const outcomes: Awaited<ReturnType<Steward['accept']>> = [];
      for (const part of inParts(drafts))
        outcomes.push(
          ...((await call({ method: 'accept', args: [userId, nodeId, part] })) as Awaited<
            ReturnType<Steward['accept']>
          >),
        );
      return outcomes;
    },
    judged: async (...args) =>
      (await call({ method: 'judged', args })) as Awaited<ReturnType<Steward['judged']>>,
    events: async (...args) =>
      (await call({ method: 'events', args })) as Awaited<ReturnType<Steward['events']>>,
    close: async () => undefined,
  };
}

function inParts(drafts: readonly DraftEvent[]): DraftEvent[][] {
  const parts: DraftEvent[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const draft of drafts) {
    const size = JSON.stringify(draft).length;
    if (length + size > maxCallLength) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(draft);
    length += size;
  }
  return parts;
}
