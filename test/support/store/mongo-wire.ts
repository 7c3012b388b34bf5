/**
 * A wire between a store and its server that can be cut at any command, before it arrives or before its answer does, and
 * on which everything can stand still without an end.
 */
import { createServer, connect as dial, type Socket } from 'node:net';

export interface Wire {
  uri: string;
  /** Commands since the last `heal` (handshakes and heartbeats are none). */
  readonly commands: number;
  /** From the `nth` command on nothing gets through; that one itself still arrives where `when` is `after`. */
  cut(nth: number, when: 'before' | 'after'): void;
  /** Nothing gets through, and no socket closes. */
  stall(): void;
  heal(): void;
  close(): Promise<void>;
}

const opMessage = 2013;
const notCounted = new Set([
  'hello',
  'ismaster',
  'isMaster',
  'ping',
  'endSessions',
  'saslStart',
  'saslContinue',
]);

/** Name of the command in a whole OP_MSG request: the first key of its first document. */
function commandIn(message: Buffer): string | null {
  if (message.readInt32LE(12) !== opMessage) return null;
  const start = 16 + 4 + 1 + 4 + 1;
  return message.toString('latin1', start, message.indexOf(0, start));
}

export async function openWire(uri: string): Promise<Wire> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  let commands = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  let cutWhen: 'before' | 'after' = 'before';
  let isCut = false;
  let isStalled = false;

  const cutAll = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };

  function carry(client: Socket): void {
    const server = dial(Number(target.port), target.hostname);
    sockets.add(client).add(server);
    let waiting = Buffer.alloc(0);
    /** The command whose answer cuts the wire is under way on this connection. */
    let isLast = false;
    const end = (): void => {
      client.destroy();
      server.destroy();
      sockets.delete(client);
      sockets.delete(server);
    };
    for (const socket of [client, server]) {
      socket.on('error', end).on('close', end);
      if (isStalled) socket.pause();
    }
    client.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        const command = commandIn(message);
        if (command !== null && !notCounted.has(command)) {
          commands += 1;
          if (commands >= cutAt) {
            if (cutWhen === 'before' || commands > cutAt) return cutAll();
            isLast = true;
          }
        }
        server.write(message);
      }
    });
    server.on('data', (chunk: Buffer) => {
      if (isLast) cutAll();
      else client.write(chunk);
    });
  }

  const listener = createServer((client) => {
    if (isCut) client.destroy();
    else carry(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    // Direct: a replica set would tell the driver its own address, past the wire.
    uri: `mongodb://127.0.0.1:${address.port}/?directConnection=true`,
    get commands() {
      return commands;
    },
    cut(nth, when) {
      commands = 0;
      cutAt = nth;
      cutWhen = when;
    },
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    heal() {
      commands = 0;
      cutAt = Number.POSITIVE_INFINITY;
      isCut = false;
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  };
}
