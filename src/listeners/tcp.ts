/** One listener over TCP or TLS, and its bounds: connections, those of one address, silence. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { ServerCertificate } from '../core/certificate.ts';
import type { Intake } from './intake.ts';
import type { TcpListener } from './listener.ts';
import { plainAddress } from './plain-address.ts';

const mostConnections = 500;
const mostOfAddress = 50;
/** From the connection to the end of its handshake. */
const handshakeMs = 10_000;
/** Whoever does not say who they are. */
const strangerMs = 30_000;
/** Sensors may have nothing to tell for long; a connection that died without a word ends by its keep-alive. */
const knownMs = 24 * 3600_000;
const keepAliveMs = 60_000;

export interface Opened {
  /** The actual port. */
  port: number;
  close(): Promise<void>;
}

/** What the sender showed, and proved to have the key of. Who signed it is nobody's concern: its fingerprint is known. */
const certificateOf = (socket: TLSSocket): string | null =>
  socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '') ?? null;

/** With a certificate it speaks TLS: `hold` when a connection is there, `begin` when its handshake is done. */
function createTcpServer(
  certificate: ServerCertificate | null,
  hold: (socket: Socket) => boolean,
  begin: (socket: Socket, certificate: string | null) => void,
): Server {
  if (certificate === null)
    return createServer((socket) => {
      if (hold(socket)) begin(socket, null);
    });
  const server = createTlsServer(
    {
      ...certificate.current(),
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeMs,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (socket) => begin(socket, certificateOf(socket)),
  );
  certificate.onChange(({ cert, key }) => server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' }));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.prependListener('connection', (socket: Socket) => void hold(socket));
  return server;
}

/** Resolves when it listens; rejects with the system's error. */
export function openTcp(
  listener: TcpListener,
  { host, port, certificate }: { host: string; port: number; certificate: ServerCertificate | null },
  intake: Intake,
): Promise<Opened> {
  const sockets = new Set<Socket>();
  const ofAddress = new Map<string, number>();
  const working = new Set<Promise<void>>();

  /** Whether there is room for it; otherwise it is closed. */
  function hold(socket: Socket): boolean {
    const address = plainAddress(socket.remoteAddress);
    const others = ofAddress.get(address) ?? 0;
    socket.on('error', () => undefined);
    if (sockets.size >= mostConnections || others >= mostOfAddress) {
      intake.stranger(listener.name, address);
      socket.destroy();
      return false;
    }
    sockets.add(socket);
    ofAddress.set(address, others + 1);
    socket.on('close', () => {
      sockets.delete(socket);
      const left = (ofAddress.get(address) ?? 1) - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
    });
    return true;
  }

  function begin(socket: Socket, shown: string | null): void {
    const address = plainAddress(socket.remoteAddress);
    const conversation = listener.open({ address, certificate: shown }, intake);
    let isEnding = false;
    let last: Promise<void> = Promise.resolve();
    const run = (step: () => Promise<void>): void => {
      const done = last.then(step).catch(() => void socket.destroySoon());
      last = done;
      working.add(done);
      void done.finally(() => working.delete(done));
    };
    socket.on('error', () => undefined);
    socket.setKeepAlive(true, keepAliveMs);
    socket.setTimeout(strangerMs, () => socket.destroy());
    if (conversation.greeting.length > 0) socket.write(conversation.greeting);
    socket.on('data', (chunk: Buffer) => {
      socket.pause();
      run(async () => {
        await conversation.push(chunk, (bytes) => void socket.write(bytes));
        if (conversation.isKnown()) socket.setTimeout(knownMs);
        socket.resume();
      });
    });
    socket.on('end', () => {
      if (!isEnding) run(() => conversation.end());
      isEnding = true;
    });
  }

  const server = createTcpServer(certificate, hold, begin);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as { port: number }).port,
        async close() {
          const closed = new Promise<void>((done) => server.close(() => done()));
          for (const socket of sockets) socket.destroy();
          await Promise.allSettled(working);
          await closed;
        },
      });
    });
  });
}
