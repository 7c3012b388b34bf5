/** Connections of channels that do not use HTTP: only to the checked address, and closed when the attempt's time is up. */
import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect as connectTls } from 'node:tls';
import { type SendContext, SendError } from '../../core/channel.ts';
import { describeFailure } from './failure.ts';

/** TLS options for a receiver called `host`, whatever address it is reached at. */
export const tlsOptions = (host: string, ca: string | undefined): ConnectionOptions => ({
  minVersion: 'TLSv1.2',
  ...(isIP(host) ? {} : { servername: host }),
  ...(ca ? { ca } : {}),
  checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
});

export interface Target {
  host: string;
  port: number;
  /** Encrypted from the first byte. */
  tls: boolean;
  ca?: string | undefined;
}

/** Rejects with a SendError that has a public sentence. The caller destroys the socket; so does the signal. */
export async function openSocket(target: Target, context: SendContext): Promise<Socket> {
  const { address, family } = await context.resolveHost(target.host, target.port);
  context.signal.throwIfAborted();
  const where = { host: address, port: target.port, family };
  const socket = target.tls
    ? connectTls({ ...where, ...tlsOptions(target.host, target.ca) })
    : connect(where);
  const stop = (): void => {
    socket.destroy(context.signal.reason as Error);
  };
  context.signal.addEventListener('abort', stop, { once: true });
  socket.once('close', () => context.signal.removeEventListener('abort', stop));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(target.tls ? 'secureConnect' : 'connect', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
    });
  } catch (error) {
    socket.destroy();
    throw new SendError(describeFailure(context.signal.aborted ? context.signal.reason : error), {
      cause: error,
    });
  }
  socket.removeAllListeners('error');
  // Without a listener a late reset would end the process; whoever uses the socket adds its own.
  socket.on('error', () => undefined);
  return socket;
}
