/**
 * Lines that servers write of their own sign-ins: sshd's and PAM's in auth.log, mail servers', and fail2ban's. A sign-in
 * that succeeds is an honest user's, so it is no event. What a visitor chose (a user name) can hold anything: each pattern
 * is anchored at its end, where the server itself writes.
 */
import type { DraftEvent, EventKind } from '../core/event.ts';
import { toDraft } from './foreign.ts';

interface Meaning {
  kind: EventKind;
  activity: string;
  service: string;
  source: string;
  user?: string;
}

const address = '([0-9a-fA-F.:]{2,45})';
const failed = new RegExp(
  `^Failed (?:\\S{1,40}) for (?:invalid user |illegal user )?(.{0,200}) from ${address} port \\d{1,5}(?: ssh2?)?(?:: .{0,200})?$`,
  's',
);
const invalidUser = new RegExp(
  `^(?:Invalid|Illegal) user (.{0,200}) from ${address}(?: port \\d{1,5})?$`,
  's',
);
const pam = /authentication failure;.{0,300}\srhost=([0-9a-fA-F.:]{2,45})(?:\s+user=(\S{0,200}))?\s*$/s;
const mail = new RegExp(`\\[${address}\\]: SASL \\S{1,40} authentication failed`);
const fail2ban = new RegExp(`\\[([\\w.-]{1,100})\\] (?:Restore )?(Found|Ban|Unban) ${address}(?:\\s|$)`);
const succeeded = new RegExp(`^Accepted \\S{1,40} for .{0,200} from ${address} port`, 's');

/** `null` = known, and no event; `undefined` = not such a line. */
function meaningOf(message: string, app: string): Meaning | null | undefined {
  if (succeeded.test(message)) return null;
  const ssh = failed.exec(message) ?? invalidUser.exec(message);
  if (ssh !== null)
    return {
      kind: 'login.failed',
      activity: 'login failed',
      service: 'ssh',
      source: ssh[2] ?? '',
      user: ssh[1] ?? '',
    };
  const ban = fail2ban.exec(message);
  if (ban !== null) {
    const [, jail = '', what, source = ''] = ban;
    if (what === 'Unban') return null;
    return {
      kind: 'payload.received',
      activity: what === 'Ban' ? 'banned by fail2ban' : 'found by fail2ban',
      service: jail,
      source,
    };
  }
  const sasl = mail.exec(message);
  if (sasl !== null)
    return {
      kind: 'login.failed',
      activity: 'login failed',
      service: 'smtp',
      source: sasl[1] ?? '',
      user: '',
    };
  const other = pam.exec(message);
  if (other === null) return undefined;
  // sshd writes the same attempt itself.
  if (/^sshd/.test(app)) return null;
  const service = app.split('(', 1)[0]?.toLowerCase() || 'pam';
  return {
    kind: 'login.failed',
    activity: 'login failed',
    service,
    source: other[1] ?? '',
    user: other[2] ?? '',
  };
}

/**
 * A draft; null for a line that is known and no event; undefined for any other line. Throws `invalid_request` for a
 * source that is no address.
 */
export function parseAuthLine(
  { message, app, host }: { message: string; app: string; host: string },
  timeIso: string,
): DraftEvent | null | undefined {
  const meaning = meaningOf(message, app);
  if (meaning === null || meaning === undefined) return meaning;
  const { kind, activity, service, source, user } = meaning;
  return toDraft(
    { time: 'timestamp', source: 'source' },
    {
      kind,
      activity,
      service,
      source,
      time: timeIso,
      payload: user === undefined ? message : `${user}:`,
      session: null,
      extra: { line: message, app, host, ...(user === undefined ? {} : { username: user }) },
    },
  );
}
