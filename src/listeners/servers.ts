/** Opens the listeners whose port is set, and bounds them: connections, those of one address, waiting datagrams, silence. */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import type { Intake, IntakeParts } from './intake.ts';
import type { ListenerPorts, TcpListener, UdpListener } from './listener.ts';

const mostConnections = 500;
const mostOfAddress = 50;
/** Whoever does not say who they are. */
const strangerMs = 30_000;
/** Sensors may have nothing to tell for long; a connection that died without a word ends by its keep-alive. */
const knownMs = 24 * 3600_000;
const keepAliveMs = 60_000;
/** Datagrams that are being dealt with. */
const mostDatagrams = 500;
const receiveBytes = 4 * 1024 * 1024;

interface Opened {
  /** The actual port. */
  port: number;
  close(): Promise<void>;
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d)/i, '');

function openTcp(listener: TcpListener, host: string, port: number, intake: Intake): Promise<Opened> {
  const sockets = new Set<Socket>();
  const ofAddress = new Map<string, number>();
  const working = new Set<Promise<void>>();

  function hold(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    const others = ofAddress.get(address) ?? 0;
    socket.on('error', () => undefined);
    if (sockets.size >= mostConnections || others >= mostOfAddress) {
      intake.stranger(listener.name, address);
      socket.destroy();
      return;
    }
    sockets.add(socket);
    ofAddress.set(address, others + 1);
    const conversation = listener.open(address, intake);
    let isEnding = false;
    let last: Promise<void> = Promise.resolve();
    const run = (step: () => Promise<void>): void => {
      const done = last.then(step).catch(() => void socket.destroySoon());
      last = done;
      working.add(done);
      void done.finally(() => working.delete(done));
    };
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
    socket.on('close', () => {
      sockets.delete(socket);
      const left = (ofAddress.get(address) ?? 1) - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
    });
  }

  const server = createServer(hold);
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
  parts: IntakeParts & { host: string; ports: ListenerPorts },
): Promise<Listening> {
  const { host, log } = parts;
  const ports: Record<keyof ListenerPorts, number | null> = { ...parts.ports };
  if (Object.values(ports).every((port) => port === null)) return { ports, close: async () => undefined };
  // Off in most installations: then nothing of them is loaded.
  const { listeners } = await import('./index.ts');
  const { createIntake } = await import('./intake.ts');
  const intake = createIntake(parts);
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  try {
    for (const listener of listeners) {
      const port = parts.ports[listener.port];
      if (port === null) continue;
      const one =
        listener.transport === 'tcp'
          ? await openTcp(listener, host, port, intake)
          : await openUdp(listener, host, port, intake);
      opened.push(one);
      ports[listener.port] = one.port;
      log.info({ listener: listener.name, port: one.port }, 'listening');
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ports, close };
}
