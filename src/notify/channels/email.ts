/** E-mail by SMTP: STARTTLS or TLS, with a password or with OAuth 2.0 for Microsoft 365 and Google. */
import { defineChannel, type Recipient, type SendContext, SendError } from '../../core/channel.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import { describeFailure } from '../egress/failure.ts';
import { accessToken } from '../egress/oauth.ts';
import { refusedSentence } from '../egress/recipients.ts';
import { openSocket, tlsOptions } from '../egress/socket.ts';
import { toMail } from '../message/mail.ts';
import { caField } from './fields.ts';

/** One plain address: no display name, comment, quote or route, which mail programs read differently. */
const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}$/;

const fields = {
  host: { type: 'text', label: 'Server', help: 'smtp.example.com', required: true, max: 253 },
  port: { type: 'number', label: 'Port', integer: true, min: 1, max: 65_535, default: 587 },
  security: {
    type: 'choice',
    label: 'Encryption',
    help: 'STARTTLS is required: without it nothing is sent.',
    choices: ['starttls', 'tls', 'none'],
    default: 'starttls',
  },
  auth: {
    type: 'choice',
    label: 'Authentication',
    choices: ['password', 'microsoft', 'google', 'none'],
    default: 'password',
  },
  username: { type: 'text', label: 'User name', help: 'With OAuth: the sending mailbox.', max: 320 },
  password: { type: 'text', label: 'Password', secret: true, max: 1000 },
  client_id: { type: 'text', label: 'OAuth client id', max: 500 },
  client_secret: { type: 'text', label: 'OAuth client secret', secret: true, max: 1000 },
  refresh_token: {
    type: 'text',
    label: 'OAuth refresh token',
    help: 'Microsoft: leave empty to use the client credentials (application permission SMTP.SendAsApp).',
    secret: true,
    max: 5000,
  },
  tenant: {
    type: 'text',
    label: 'Microsoft directory',
    default: 'common',
    pattern: '^[A-Za-z0-9.-]{1,100}$',
  },
  token_url: { type: 'url', label: 'Token address', help: "Default: the provider's." },
  from: { type: 'text', label: 'From', required: true, max: 320 },
  to: { type: 'list', label: 'To', help: 'One address each.', required: true, max: 20 },
  ca: caField,
} as const;

type Auth = Record<string, string> | undefined;

/** nodemailer's errors of single recipients. */
interface Rejected {
  recipient?: string;
  responseCode?: number;
  response?: string;
}
interface Sent {
  response?: string;
  accepted?: unknown[];
  rejectedErrors?: Rejected[];
}

/** A status of 400 to 499 is for now (greylisting, a full mailbox), one of 500 and more for good (RFC 5321, 4.2.1). */
const toRecipients = (rejected: readonly Rejected[], asked: readonly string[]): Recipient[] => {
  const refused = new Map(rejected.map((one) => [one.recipient?.toLowerCase(), one]));
  return asked.map((to) => {
    const error = refused.get(to.toLowerCase());
    if (!error) return { to, state: 'taken', answer: '' };
    const isForGood = (error.responseCode ?? 0) >= 500;
    return { to, state: isForGood ? 'refused' : 'later', answer: error.response ?? '' };
  });
};

export const email = defineChannel({
  name: 'email',
  title: 'E-mail',
  help: 'Sends mail over SMTP, with OAuth 2.0 for Microsoft 365 and Google.',
  pace: { perSecond: 1, burst: 10 },
  fields,
  check(settings) {
    const errors: FieldError[] = [];
    if (!address.test(settings.from)) errors.push({ field: 'from', message: 'must be one plain address' });
    if (settings.to.length === 0) errors.push({ field: 'to', message: 'must contain at least one address' });
    for (const [index, to] of settings.to.entries())
      if (!address.test(to)) errors.push({ field: `to.${index}`, message: 'must be one plain address' });
    const need = (name: 'username' | 'password' | 'client_id' | 'client_secret' | 'refresh_token'): void => {
      if (!settings[name]) errors.push({ field: name, message: 'is required for this sign-in method' });
    };
    if (settings.auth !== 'none') need('username');
    if (settings.auth === 'password') need('password');
    if (settings.auth === 'google') need('refresh_token');
    if (settings.auth === 'microsoft' && !settings.refresh_token) need('client_secret');
    if (settings.auth === 'google' || settings.auth === 'microsoft') need('client_id');
    if (settings.auth !== 'none' && settings.security === 'none')
      errors.push({ field: 'security', message: 'must be starttls or tls when signing in' });
    if (errors.length > 0) throw invalid(errors);
  },
  hosts: ({ host, port }) => [{ host, port }],
  async send(notice, settings, context) {
    const { auth: way, security, host, port, ca } = settings;
    const asked = settings.to.filter((to) => !context.settledRecipients.has(to));
    if (asked.length === 0) return { status: null, answer: 'All recipients have it, or refused it.' };
    let auth: Auth;
    if (way === 'password') auth = { user: settings.username ?? '', pass: settings.password ?? '' };
    if (way === 'microsoft' || way === 'google') {
      const client = { ...settings, provider: way, client_id: settings.client_id ?? '' } as const;
      auth = {
        type: 'OAuth2',
        user: settings.username ?? '',
        accessToken: await accessToken(client, context),
      };
    }
    const socket = await openSocket({ host, port, ca, tls: security === 'tls' }, context);
    // Loaded with the first message: most processes send none.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: tlsOptions(host, ca),
      ...(auth ? { auth } : {}),
      name: settings.from.split('@')[1] ?? 'localhost',
      socketTimeout: 15_000,
      greetingTimeout: 15_000,
      maxResponseSize: 20_000,
      socketCloseTimeout: 0,
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options: unknown, callback: (error: Error | null, given: object) => void) =>
        callback(null, { connection: socket, secured: security === 'tls' }),
    } as Parameters<typeof createTransport>[0]);
    try {
      const plan = { ...settings, delivery_id: context.delivery_id, nowMs: context.nowMs };
      const mail = { ...toMail(notice, plan), envelope: { from: settings.from, to: asked } };
      const info = (await transport.sendMail(mail)) as Sent;
      const code = Number(info.response?.slice(0, 3));
      const status = Number.isInteger(code) ? code : null;
      const recipients = toRecipients(info.rejectedErrors ?? [], asked);
      const answer = info.response ?? '';
      if (recipients.every(({ state }) => state === 'taken')) return { status, answer, recipients };
      throw toRefusal(recipients, info.rejectedErrors?.[0]);
    } catch (error) {
      throw error instanceof SendError ? error : toSendError(error, context, asked);
    } finally {
      transport.close();
      socket.destroy();
    }
  },
});

/** Some or all recipients were refused. The status and answer are those of the first. */
function toRefusal(recipients: Recipient[], first: Rejected | undefined): SendError {
  return new SendError(refusedSentence(recipients), {
    status: first?.responseCode ?? null,
    answer: first?.response ?? null,
    recipients,
  });
}

/** The server's status says what is wrong; the error's own text is not repeated, the answer is scrubbed by the sender. */
function toSendError(error: unknown, context: SendContext, asked: readonly string[]): SendError {
  if (context.signal.aborted) return new SendError(describeFailure(context.signal.reason), { cause: error });
  const { code, responseCode, response, rejectedErrors } = error as {
    code?: string;
    rejectedErrors?: Rejected[];
    responseCode?: number;
    response?: string;
  };
  const status = responseCode ?? null;
  if (rejectedErrors?.length) return toRefusal(toRecipients(rejectedErrors, asked), rejectedErrors[0]);
  // 421: the service closes the connection, whatever the message; it asks to come back.
  const options = { status, answer: response ?? null, busy: status === 421, cause: error };
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2')
    return new SendError('The mail server refused the user name, password or token.', options);
  if (code === 'ETLS') return new SendError(describeFailure(error), options);
  if (status !== null) return new SendError(`The mail server answered ${status}.`, options);
  return new SendError(describeFailure(error), options);
}
