/**
 * The driver's connection with a fault of it mended. A command that the socket does not take at once waits until it has;
 * but a socket that is gone, because the server ended in this very turn or was silent for too long, never takes it, and
 * says so in no way that the driver listens for there. The operation would stand for ever, its place in the pool taken,
 * and everything behind it in the queue with it. Here the wait ends with the connection, as all other waits do.
 */
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

interface DriverConnection extends EventEmitter {
  /** Resolves when the socket has taken it. Whether the connection still stands is looked at by its caller. */
  writeCommand(command: unknown, options: unknown): Promise<void>;
}

// The driver lets its connections be replaced (`connectionType`), but does not export what they are made of.
const { Connection } = createRequire(import.meta.url)('mongodb/lib/cmap/connection.js') as {
  Connection: new (stream: unknown, options: unknown) => DriverConnection;
};

class EndingConnection extends Connection {
  override async writeCommand(command: unknown, options: unknown): Promise<void> {
    const gone = Promise.withResolvers<void>();
    this.once('close', gone.resolve);
    try {
      await Promise.race([super.writeCommand(command, options), gone.promise]);
    } finally {
      this.off('close', gone.resolve);
    }
  }
}

/** Options of every client. */
export const mended: object = { connectionType: EndingConnection };
