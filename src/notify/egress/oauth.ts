/** Access tokens for mail: OAuth 2.0 refresh tokens (RFC 6749, 6) and Microsoft's client credentials (4.4). */
import { type SendContext, SendError } from '../../core/channel.ts';
import { parseObject } from './response.ts';

export interface OauthSettings {
  provider: 'microsoft' | 'google';
  client_id: string;
  client_secret?: string | undefined;
  refresh_token?: string | undefined;
  /** Microsoft's directory. */
  tenant: string;
  /** Where tokens are issued; the provider's own where absent. */
  token_url?: string | undefined;
}

const scopes = {
  refresh: 'https://outlook.office.com/SMTP.Send offline_access',
  client: 'https://outlook.office365.com/.default',
} as const;

/** One token request. The answer's text is never passed on: it holds the token. */
export async function accessToken(settings: OauthSettings, context: SendContext): Promise<string> {
  const microsoft = settings.provider === 'microsoft';
  const url =
    settings.token_url ??
    (microsoft
      ? `https://login.microsoftonline.com/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`
      : 'https://oauth2.googleapis.com/token');
  const form = new URLSearchParams({ client_id: settings.client_id });
  if (settings.client_secret) form.set('client_secret', settings.client_secret);
  if (settings.refresh_token) {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', settings.refresh_token);
    if (microsoft) form.set('scope', scopes.refresh);
  } else {
    form.set('grant_type', 'client_credentials');
    form.set('scope', scopes.client);
  }
  const answer = await context.request({
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
  const reply = parseObject(answer.body);
  const token = reply?.access_token;
  if (answer.status !== 200 || typeof token !== 'string' || !/^[\x21-\x7e]{1,8000}$/.test(token)) {
    // RFC 6749, 5.2: `error` is one of a few words; nothing else of the answer is repeated.
    const code =
      typeof reply?.error === 'string' && /^[a-z_]{1,60}$/.test(reply.error) ? ` (${reply.error})` : '';
    throw new SendError(
      `No access token for the mailbox: the token service answered ${answer.status}${code}.`,
      {
        status: answer.status,
      },
    );
  }
  return token;
}
