/** Answers to invalid HTTP. The connection is closed: where the next request would begin is unknown. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../core/errors.ts';

// Not imported statically: importing node:http also loads Node's fetch, which costs 12 MB and 50 ms at every start.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const known: Record<string, { status: number; detail: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time' },
};

export function answerBadHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, detail } = known[error.code ?? ''] ?? {
    status: 400,
    detail: 'This is not a valid HTTP request',
  };
  const title = STATUS_CODES[status];
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code: 'bad_request' });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** How many Host headers there are: Node keeps the first and drops the others, where a proxy may go by the last. */
function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts;
}

/**
 * Refuses HTTP/1.1 without a Host or with several, and whatever follows on that connection. Node's own refusal would still
 * carry out the requests that came in the same packet.
 */
export function requireOneHost(app: FastifyInstance): void {
  const refused = new WeakSet<Socket>();
  app.addHook('onRequest', (request, reply, done) => {
    const { rawHeaders, httpVersion, socket } = request.raw;
    const hosts = countHosts(rawHeaders);
    if ((hosts === 1 || (hosts === 0 && httpVersion === '1.0')) && !refused.has(socket)) {
      done();
      return;
    }
    refused.add(socket);
    reply.header('connection', 'close');
    done(new AppError('bad_request', 'The request must have exactly one Host header'));
  });
}
