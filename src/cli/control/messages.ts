/** The messages on a running server's control socket: one call, one answer, each a JSON body of HTTP. */
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { AppError, type ErrorCode, invalid } from '../../core/errors.ts';
import type { Admin } from './admin.ts';

export const socketPath = (dataDir: string): string => join(dataDir, 'control.sock');

const maxBodyBytes = 32 * 1024 * 1024;

export type AdminMethod = Exclude<keyof Admin, 'close'>;
export type AdminCall = { [K in AdminMethod]: { method: K; args: Parameters<Admin[K]> } }[AdminMethod];
export type AdminAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; detail: string; retryAfterSeconds?: number };

const methods: Readonly<Record<AdminMethod, true>> = {
  accounts: true,
  accountByEmail: true,
  addAccount: true,
  resetPassword: true,
  setAccountState: true,
  removeAccount: true,
  welcome: true,
  receivers: true,
  node: true,
  accept: true,
  judged: true,
  events: true,
  list: true,
  search: true,
  top: true,
};

/** The whole body as text. Throws `too_large`. */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new AppError('too_large', 'The message is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Reads a call. Its arguments are not checked: whoever can open the socket owns the data. Throws `invalid_request` for
 * anything that is not a call, and `not_found` for a method that this version does not have.
 */
export function parseCall(body: string): AdminCall {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw invalid([{ field: 'body', message: 'must be JSON' }]);
  }
  const { method, args } = (given ?? {}) as { method?: unknown; args?: unknown };
  if (typeof method !== 'string' || !Array.isArray(args))
    throw invalid([{ field: 'body', message: 'must have a method and a list of args' }]);
  if (!Object.hasOwn(methods, method))
    throw new AppError(
      'not_found',
      'The running server has a different version and does not know this command',
    );
  return { method, args } as AdminCall;
}
