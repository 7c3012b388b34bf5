/** A local HTTP receiver that keeps what it was sent and answers as it is set to. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  bytes: Buffer;
}

export type Reply = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

export interface Receiver {
  url: string;
  port: number;
  seen: Seen[];
  /** Connections ever made. */
  connections: number;
  /** Connections open now. */
  open: Set<Socket>;
  reply: Reply;
  close(): Promise<void>;
}

export const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Reply =>
  (_seen, response) => {
    response.writeHead(status, headers).end(body);
  };

export async function openReceiver(
  reply: Reply = answer(200, 'ok'),
  tls?: { key: string; cert: string },
): Promise<Receiver> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: bytes.toString('utf8'),
        bytes,
      };
      receiver.seen.push(seen);
      receiver.reply(seen, response, request);
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    receiver.connections++;
    receiver.open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => receiver.open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    seen: [],
    connections: 0,
    open: new Set(),
    reply,
    async close() {
      for (const socket of receiver.open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Resolves once `holds`; rejects when that has been in vain for long, so that nothing is left running. */
export async function until(holds: () => boolean, limitMs = 20_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
