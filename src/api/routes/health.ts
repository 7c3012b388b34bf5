/** Whether it works, and what it is. */

import { Health, ServerInfo } from '../../contract/server-info.ts';
import { AppError } from '../../core/errors.ts';
import { publicRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Service';
const answerMs = 2000;

export function healthRoutes({ store, settings, version, homePath, now }: RouteParts): Route[] {
  /** A store that hangs does not answer. */
  async function ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new AppError('unavailable', 'The store does not answer')), answerMs);
    });
    await Promise.race([store.ping(), late]).finally(() => clearTimeout(timer));
  }

  return [
    publicRoute({
      method: 'GET',
      path: '/api/health',
      access: 'public',
      tag,
      summary: 'Health of the server',
      description: '503 and `unhealthy` if the store does not respond.',
      answer: Health,
      async handle({ reply }) {
        const status = await ping().then(
          () => 'healthy' as const,
          () => 'unhealthy' as const,
        );
        if (status === 'unhealthy') reply.code(503).header('retry-after', '5');
        reply.header('cache-control', 'no-store');
        return { status, version, timestamp: now() };
      },
    }),

    publicRoute({
      method: 'GET',
      path: '/',
      access: 'public',
      tag,
      summary: 'Name of the service',
      description: 'A browser is redirected to the console.',
      answer: ServerInfo,
      async handle({ request, reply }) {
        reply.header('vary', 'Accept');
        if (/\btext\/html\b/i.test(request.headers.accept ?? '')) return reply.redirect(homePath, 302);
        return {
          name: 'DecoyVerse',
          version,
          authentication: settings.authEnabled ? 'enabled' : 'demo',
          documentation: '/docs',
          endpoints: {
            auth: '/auth',
            nodes: '/nodes',
            ingest: ['/api/honeypot-log', '/api/agent-alert', '/api/events'],
            agents: '/api/agent',
            dashboard: [
              '/api/stats',
              '/api/recent-attacks',
              '/api/alerts',
              '/api/events',
              '/api/attacker-profile/{ip}',
            ],
            live: '/api/live',
            health: '/api/health',
          },
        };
      },
    }),
  ];
}
