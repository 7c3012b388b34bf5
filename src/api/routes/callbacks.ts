/** Where chat programs tell of clicks on the buttons of messages. */
import { answerCallback } from '../../cases/acknowledge-callback.ts';
import { anything } from '../../contract/schema.ts';
import { publicRoute, type Route, type RouteParts } from '../http/route.ts';

export function callbackRoutes(parts: RouteParts): Route[] {
  return [
    publicRoute({
      method: 'POST',
      path: '/api/callbacks/:address',
      access: 'public',
      tag: 'Channels',
      summary: 'Take a click on a message’s button from Slack, Discord or Telegram',
      description:
        'The address is the channel’s `callback_url`. What the program did not sign, or signed more than five minutes ago, gets 401 and changes nothing.',
      bodyTypes: ['application/json', 'application/x-www-form-urlencoded'],
      body: anything(),
      answer: anything(),
      errors: ['unauthenticated', 'not_found', 'conflict'],
      async handle({ params, body, request }) {
        const header = (name: string): string | null => {
          const value = request.headers[name];
          return typeof value === 'string' ? value : null;
        };
        return answerCallback(parts, params.address, {
          header,
          body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        });
      },
    }),
  ];
}
