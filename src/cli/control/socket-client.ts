/** The administration of a running server, as a command on the same machine reaches it: over the control socket. */
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { Admin } from './admin.ts';
import { type AdminAnswer, type AdminCall, type AdminMethod, readBody, socketPath } from './messages.ts';

// Not imported, for the reason that socket-server.ts gives.
const { request } = process.getBuiltinModule('node:http');

/** A server that takes longer is stuck. */
const answerMs = 120_000;
/** Limit of the drafts in one call, by their length as JSON. */
const maxCallLength = 4 * 1024 * 1024;

function send(path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      socketPath: path,
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/json' },
    });
    outgoing.once('error', reject);
    outgoing.setTimeout(answerMs, () => outgoing.destroy(new Error('no response in time')));
    outgoing.once('response', (response) => {
      readBody(response).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

/** Null if no server is listening. */
export async function connectAdmin(dataDir: string): Promise<Admin | null> {
  const path = socketPath(dataDir);
  const call = async (message: AdminCall): Promise<unknown> => {
    let text: string;
    try {
      text = await send(path, JSON.stringify(message));
    } catch (cause) {
      throw new AppError('unavailable', 'The running server does not respond', { cause });
    }
    const answer = JSON.parse(text) as AdminAnswer;
    if (answer.ok) return answer.value;
    throw new AppError(answer.code, answer.detail, { retryAfterSeconds: answer.retryAfterSeconds });
  };
  /** Calls the method of the same name on the server. */
  const remote = <K extends AdminMethod>(method: K): Admin[K] =>
    ((...args: Parameters<Admin[K]>) => call({ method, args } as AdminCall)) as Admin[K];

  try {
    await call({ method: 'accounts', args: [1] });
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null;
    throw error;
  }
  const accept = remote('accept');
  return {
    accounts: remote('accounts'),
    accountByEmail: remote('accountByEmail'),
    addAccount: remote('addAccount'),
    resetPassword: remote('resetPassword'),
    setAccountState: remote('setAccountState'),
    removeAccount: remote('removeAccount'),
    welcome: remote('welcome'),
    receivers: remote('receivers'),
    node: remote('node'),
    async accept(userId, nodeId, drafts) {
      const outcomes: Awaited<ReturnType<Admin['accept']>> = [];
      for (const part of inParts(drafts)) outcomes.push(...(await accept(userId, nodeId, part)));
      return outcomes;
    },
    judged: remote('judged'),
    events: remote('events'),
    list: remote('list'),
    search: remote('search'),
    top: remote('top'),
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
