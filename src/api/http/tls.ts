/**
 * HTTPS on the port of a plain HTTP server: what arrives is unwrapped before the server sees it, so that its limits, its
 * answers and its end are the same with and without TLS. Each connection takes the certificate of its moment: a new one
 * breaks none. Whoever speaks HTTP here is told to say https.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { ServerCertificate } from '../../core/certificate.ts';

/** From the first byte on; before it, the connection counts as silent (connections.ts). */
const handshakeMs = 10_000;
const handshakeByte = 0x16;

const detail = 'This port speaks HTTPS: the address begins with https://';
const body = JSON.stringify({ detail, text: detail });
const plainAnswer = `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

/** Before the server listens. Returns what connection of the network a socket of the server arrived on. */
export function serveTls(server: Server, certificate: ServerCertificate): (socket: Socket) => Socket {
  const toContext = ({ cert, key }: { cert: string; key: string }) =>
    createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  let context = toContext(certificate.current());
  certificate.onChange((pair) => {
    context = toContext(pair);
  });
  const serve = server.listeners('connection');
  server.removeAllListeners('connection');
  const outer = new WeakMap<Socket, Socket>();

  function unwrap(raw: Socket): void {
    const inner = new TLSSocket(raw, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: ['http/1.1'],
    });
    outer.set(inner, raw);
    const late = setTimeout(() => raw.destroy(), handshakeMs);
    const end = (): void => clearTimeout(late);
    const fail = (): void => void raw.destroy();
    inner.once('close', end);
    inner.on('error', fail);
    // Gone before it said who it is: nobody reads, so that nothing else ends it.
    raw.once('end', fail);
    inner.once('end', fail);
    inner.once('secure', () => {
      end();
      inner.removeListener('error', fail);
      inner.removeListener('end', fail);
      for (const one of serve) one.call(server, inner);
    });
  }

  server.on('connection', (raw: Socket) => {
    raw.on('error', () => raw.destroy());
    raw.once('data', (first: Buffer) => {
      if (first[0] !== handshakeByte) {
        raw.end(plainAnswer);
        raw.setTimeout(handshakeMs, () => raw.destroy());
        return;
      }
      raw.pause();
      raw.unshift(first);
      unwrap(raw);
    });
  });
  return (socket) => outer.get(socket) ?? socket;
}
