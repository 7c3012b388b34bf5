/**
 * The part of fetch that the client uses, on node:http and node:https: for `decoyverse follow`, which runs beside sensors
 * on small machines. The built-in fetch costs 18 MB of memory once it is loaded.
 */
import type { ClientRequest } from 'node:http';
import type { Answer, Fetch } from './client.ts';

// Not imported: an import reads all that a module exports, and node:http has parts of the built-in fetch among it. TLS is
// loaded where it is spoken.
const opener = (protocol: string): typeof import('node:http').request =>
  process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http').request;

/** A body that is read while it is sent: of exactly so many bytes. */
export interface BodyStream {
  sizeBytes: number;
  pieces(): Iterable<Uint8Array>;
}
type LightRequest = Omit<Parameters<Fetch>[1], 'body'> & {
  body?: Uint8Array<ArrayBuffer> | string | BodyStream;
};

const isStream = (body: LightRequest['body']): body is BodyStream =>
  typeof body === 'object' && 'pieces' in body;

/** Until there is room for more, or never will be. */
const roomIn = (call: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      call.off('drain', end).off('close', end);
      resolve();
    };
    call.on('drain', end).on('close', end);
  });

/** Waits while the other side is slower: no more than a piece is in memory. */
async function sendPieces(call: ClientRequest, { pieces }: BodyStream): Promise<void> {
  for (const piece of pieces()) {
    if (call.destroyed) return;
    if (!call.write(piece)) await roomIn(call);
  }
  call.end();
}

/** Rejects as fetch does: the error of a signal as it is, any other as the `cause` of a TypeError. */
export const lightFetch = (url: string, { method, headers, body, signal }: LightRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const open = opener(target.protocol);
    const length = body === undefined ? 0 : isStream(body) ? body.sizeBytes : Buffer.byteLength(body);
    const call = open(target, { method, headers: { ...headers, 'content-length': String(length) }, signal });
    const fail = (cause: unknown): void =>
      reject(signal.aborted ? signal.reason : new TypeError('fetch failed', { cause }));
    call.on('error', fail);
    call.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      // The key is for this server only.
      if (status >= 300 && status < 400) {
        call.destroy();
        fail(Object.assign(new Error('the server redirects'), { code: 'a redirect, which is not followed' }));
        return;
      }
      resolve({
        ok: status >= 200 && status < 300,
        status,
        headers: {
          get: (name) => {
            const value = answer.headers[name.toLowerCase()];
            return Array.isArray(value) ? value.join(', ') : (value ?? null);
          },
        },
        body: answer,
      });
    });
    if (isStream(body)) sendPieces(call, body).catch((error: unknown) => call.destroy(error as Error));
    else call.end(body);
  });
