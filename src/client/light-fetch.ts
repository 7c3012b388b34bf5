/**
 * The part of fetch that the client uses, on node:http and node:https: for `decoyverse follow`, which runs beside sensors
 * on small machines. The built-in fetch costs 18 MB of memory once it is loaded.
 */
import type { Fetch } from './client.ts';

// Not imported: an import reads all that a module exports, and node:http has parts of the built-in fetch among it. TLS is
// loaded where it is spoken.
const opener = (protocol: string): typeof import('node:http').request =>
  process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http').request;

/** Rejects as fetch does: the error of a signal as it is, any other as the `cause` of a TypeError. */
export const lightFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const open = opener(target.protocol);
    const length = body === undefined ? 0 : Buffer.byteLength(body);
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
    call.end(body);
  });
