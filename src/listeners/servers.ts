/** Opens the listeners whose port is set; datagrams that wait are bounded here, connections in tcp.ts. */
import { createSocket } from 'node:dgram';
import type { ServerCertificate } from '../core/certificate.ts';
import type { Intake, IntakeParts } from './intake.ts';
import type { Listener, ListenerPort, ListenerPorts, UdpListener } from './listener.ts';
import { plainAddress } from './plain-address.ts';
import type { Opened } from './tcp.ts';

/** Datagrams that are being dealt with. */
const mostDatagrams = 500;
const receiveBytes = 4 * 1024 * 1024;

function openUdp(listener: UdpListener, host: string, port: number, intake: Intake): Promise<Opened> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
  const working = new Set<Promise<void>>();
  const take = listener.open(intake);
  socket.on('message', (datagram, { address: from }) => {
    const address = plainAddress(from);
    if (working.size >= mostDatagrams) {
      // Nothing can be told to a sender of datagrams: who it was is looked up only to count it.
      void intake.nodes.byAddress(address).then(
        (node) =>
          node === null
            ? intake.stranger(listener.name, address)
            : intake.note(
                { node, input: listener.name, address },
                'rejected',
                'came while the server was busy',
              ),
        () => undefined,
      );
      return;
    }
    const done: Promise<void> = take(datagram, address)
      .catch(() => intake.stranger(listener.name, address))
      .finally(() => working.delete(done));
    working.add(done);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.removeListener('error', reject);
      socket.on('error', () => undefined);
      try {
        socket.setRecvBufferSize(receiveBytes);
      } catch {
        // The system allows less: then its own size holds.
      }
      resolve({
        port: socket.address().port,
        async close() {
          await new Promise<void>((done) => socket.close(() => done()));
          await Promise.allSettled(working);
        },
      });
    });
  });
}

export interface Listening {
  /** The actual ports; null = off. */
  ports: ListenerPorts;
  close(): Promise<void>;
}

/** Resolves when all that are set listen; otherwise closes those that do, and rejects with the system's error. */
export async function openListeners(
  parts: IntakeParts & { host: string; ports: ListenerPorts; certificate: ServerCertificate | null },
): Promise<Listening> {
  const { host, certificate, log } = parts;
  const ports: Record<keyof ListenerPorts, number | null> = { ...parts.ports };
  if (Object.values(ports).every((port) => port === null)) return { ports, close: async () => undefined };
  // Off in most installations: then nothing of them is loaded.
  const { listeners } = await import('./index.ts');
  const { createIntake } = await import('./intake.ts');
  const { openTcp } = await import('./tcp.ts');
  const intake = createIntake(parts);
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  try {
    const keep = (name: ListenerPort, listener: Listener, one: Opened): void => {
      opened.push(one);
      ports[name] = one.port;
      log.info({ listener: listener.name, port: one.port, tls: name !== listener.port }, 'listening');
    };
    for (const listener of listeners) {
      const port = parts.ports[listener.port];
      if (port !== null)
        keep(
          listener.port,
          listener,
          listener.transport === 'tcp'
            ? await openTcp(listener, { host, port, certificate: null }, intake)
            : await openUdp(listener, host, port, intake),
        );
      const tlsName = listener.transport === 'tcp' ? listener.tlsPort : undefined;
      const tlsPort = tlsName === undefined ? null : parts.ports[tlsName];
      if (listener.transport === 'tcp' && tlsName !== undefined && tlsPort !== null && certificate !== null)
        keep(tlsName, listener, await openTcp(listener, { host, port: tlsPort, certificate }, intake));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ports, close };
}
