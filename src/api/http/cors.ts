/** Which origins may call the API from a browser (`CORS_ORIGINS`). No other origin unless the operator lists it. */
import type { FastifyInstance } from 'fastify';

const methods = 'GET, POST, PATCH, PUT, DELETE';
const requestHeaders =
  'Authorization, Content-Type, X-API-Key, X-Node-Key, X-Node-API-Key, X-Node-Id, Last-Event-ID, If-None-Match, X-Sample-Data';
const answerHeaders = 'Retry-After, ETag, Content-Disposition';

export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const all = origins.includes('*');
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (!all) reply.header('vary', 'Origin');
    if (origin === undefined || !(all || origins.includes(origin))) return;
    // Credentials never go with `*`: any page could then act as whoever opens it.
    if (all) reply.header('access-control-allow-origin', '*');
    else
      reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true');
    reply.header('access-control-expose-headers', answerHeaders);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return;
    await reply
      .code(204)
      .header('access-control-allow-methods', methods)
      .header('access-control-allow-headers', requestHeaders)
      .header('access-control-max-age', '600')
      .send();
  });
}
