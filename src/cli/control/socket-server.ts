/**
 * The control socket of a running server: a Unix socket in the data folder that only its owner can open. Whoever can
 * open it could change the database itself, so no further credential is asked for.
 */
import { rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../core/errors.ts';
import type { Admin } from './admin.ts';
import { type AdminAnswer, type AdminCall, parseCall, readBody, socketPath } from './messages.ts';

// Not imported statically: importing node:http also loads Node's fetch, which costs 12 MB and 50 ms at every start.
const { createServer } = process.getBuiltinModule('node:http');

/** Longer paths are not socket addresses (sun_path). */
const maxPathBytes = 100;
/** How long calls in progress may take when the server stops. */
const graceMs = 5000;

const stopping: AdminAnswer = {
  ok: false,
  code: 'unavailable',
  detail: 'The running server is stopping',
};

function perform(admin: Admin, call: AdminCall): Promise<unknown> {
  switch (call.method) {
    case 'accounts':
      return admin.accounts(...call.args);
    case 'accountByEmail':
      return admin.accountByEmail(...call.args);
    case 'addAccount':
      return admin.addAccount(...call.args);
    case 'resetPassword':
      return admin.resetPassword(...call.args);
    case 'setAccountState':
      return admin.setAccountState(...call.args);
    case 'removeAccount':
      return admin.removeAccount(...call.args);
    case 'receivers':
      return admin.receivers(...call.args);
    case 'welcome':
      return admin.welcome(...call.args);
    case 'node':
      return admin.node(...call.args);
    case 'accept':
      return admin.accept(...call.args);
    case 'judged':
      return admin.judged(...call.args);
    case 'events':
      return admin.events(...call.args);
    case 'list':
      return admin.list(...call.args);
    case 'search':
      return admin.search(...call.args);
    case 'top':
      return admin.top(...call.args);
  }
}

async function answerTo(admin: Admin, incoming: IncomingMessage): Promise<AdminAnswer> {
  try {
    return { ok: true, value: await perform(admin, parseCall(await readBody(incoming))) };
  } catch (error) {
    if (!(error instanceof AppError))
      return { ok: false, code: 'internal', detail: (error as Error).message };
    return { ok: false, code: error.code, detail: error.detail, retryAfterSeconds: error.retryAfterSeconds };
  }
}

/**
 * Null where such a socket is not possible (the data folder's path is too long, Windows): then commands require that the
 * server is stopped.
 */
export async function openAdminSocket(
  dataDir: string,
  admin: Admin,
): Promise<{ close(): Promise<void> } | null> {
  const path = socketPath(dataDir);
  if (Buffer.byteLength(path) > maxPathBytes || process.platform === 'win32') return null;
  // Left behind by a server that was killed: this process holds the store, so no other one is listening on it.
  rmSync(path, { force: true });
  // An import sends one batch after another on one connection: without this, stopping would wait for its end.
  let isClosing = false;
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const answered = isClosing ? Promise.resolve(stopping) : answerTo(admin, incoming);
    void answered.then((answer) => {
      response.setHeader('content-type', 'application/json');
      if (isClosing) response.setHeader('connection', 'close');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is bound before listen() returns, so there is no moment at which others could open it.
    const before = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(before);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        // A client that connected and sent nothing, or half a call, would delay stopping forever: a server that is
        // closing no longer checks its timeouts.
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
