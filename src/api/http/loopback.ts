/** Demo mode asks for no credential, so it answers to names of this machine only: a web page elsewhere must not reach it. */
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../core/errors.ts';
import { parseEndpoint } from '../../lib/address.ts';
import { createNetworkTest } from '../../lib/network.ts';

const isLoopback = createNetworkTest(['127.0.0.0/8', '::1']);

/** Of a Host header, with or without a port. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isLoopback(parseEndpoint(name.replace(/^\[|\]$/g, ''))?.address.text ?? '');
}

export function requireLoopback(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    if (host === undefined || isLoopbackName(host)) done();
    else
      done(
        new AppError(
          'forbidden',
          'Demo mode answers to names of this machine only: open http://localhost, or set AUTH_ENABLED=True',
        ),
      );
  });
}
