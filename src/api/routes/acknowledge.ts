/** The page behind a message's acknowledge link, and what its button does. */
import { createHash } from 'node:crypto';
import { acknowledgeByLink } from '../../cases/acknowledge-link.ts';
import { AcknowledgeAsked, Acknowledged } from '../../contract/acknowledge.ts';
import { publicRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Incidents';

/** Only the button acts: programs that open links to check them change nothing. */
const script = `
const button = document.querySelector('button');
const says = document.querySelector('p');
const token = location.hash.slice(1);
if (token === '') { says.textContent = 'This address is not complete: open the whole link of the message.'; button.hidden = true; }
button.addEventListener('click', async () => {
  button.disabled = true;
  try {
    const answer = await fetch('api/acknowledge', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const said = await answer.json();
    says.textContent = answer.ok
      ? (said.acknowledged ? 'Acknowledged: ' : 'Somebody was faster: ') + said.title
      : said.detail;
    button.hidden = true;
    history.replaceState(null, '', location.pathname);
  } catch {
    says.textContent = 'The server does not answer. Try again.';
    button.disabled = false;
  }
});
`;
const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;overflow-wrap:anywhere}button{font:inherit;padding:.6rem 1.2rem}';
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Acknowledge the incident</title><style>${style}</style><main><h1>Acknowledge the incident</h1><p>The message that brought you here says what happened. Whoever acknowledges takes it in hand: nobody is reminded of it any more.</p><button type="button">Acknowledge</button></main><script>${script}</script></html>`;
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function acknowledgeRoutes(parts: RouteParts): Route[] {
  return [
    publicRoute({
      method: 'GET',
      path: '/acknowledge',
      access: 'public',
      tag,
      summary: 'The page behind a message’s acknowledge link',
      hidden: true,
      handle: ({ reply }) => reply.headers(headers).send(page),
    }),

    publicRoute({
      method: 'POST',
      path: '/api/acknowledge',
      access: 'public',
      tag,
      summary: 'Acknowledge an incident by the link of a message',
      description:
        'The link in each message is signed and works once, within a week. Unknown, used and expired links get the same 401.',
      body: AcknowledgeAsked,
      answer: Acknowledged,
      errors: ['unauthenticated', 'conflict'],
      handle: ({ body }) => acknowledgeByLink(parts, body.token),
    }),
  ];
}
