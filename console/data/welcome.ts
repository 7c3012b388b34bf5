/** The one-time address that signs its reader in: the secret is in the fragment, and leaves the address at once. */
import { toError } from './client.ts';
import { apiUrl, consolePath } from './place.ts';
import { keepToken } from './session.ts';
import type { TokenView } from './types.ts';

const form = /^#([\w-]{43})$/;

function take(): string | null {
  const secret = location.pathname === `${consolePath}/welcome` ? form.exec(location.hash)?.[1] : undefined;
  if (secret === undefined) return null;
  history.replaceState(null, '', `${location.pathname}?step=password`);
  return secret;
}

/** Null where the page was opened by any other address. Taken once, before anything else reads the address. */
export const welcomeSecret = take();

// The same page with another fragment is no new page to the browser.
window.addEventListener('hashchange', () => {
  if (form.test(location.hash)) location.reload();
});

let opening: Promise<void> | null = null;

/** Signs in with it, once however often it is called. Rejects with ApiError. */
export function openWelcome(secret: string): Promise<void> {
  opening ??= (async () => {
    // Not through `request`: a refusal of this secret says nothing of the session that this browser may have.
    const response = await fetch(apiUrl('/auth/welcome'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ secret }),
      credentials: 'omit',
    });
    if (!response.ok) throw await toError(response);
    keepToken(((await response.json()) as TokenView).access_token, false);
  })();
  return opening;
}
