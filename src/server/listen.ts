/** Starts an HTTP app and returns its address. */
import type { AddressInfo } from 'node:net';
import type { createApp } from '../api/app.ts';
import { AppError } from '../core/errors.ts';

const toOrigin = ({ address, port }: AddressInfo, scheme: 'http' | 'https'): string => {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

/** Resolves with the origin, such as `http://127.0.0.1:8001`. Rejects with `conflict` when the port is in use. */
export async function listen(
  app: ReturnType<typeof createApp>,
  { host, port, scheme }: { host: string; port: number; scheme: 'http' | 'https' },
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AppError('conflict', `Port ${port} of ${host} is in use; set PORT to another`, {
      kind: 'port_in_use',
      cause: error,
    });
  }
  return toOrigin(app.server.address() as AddressInfo, scheme);
}
