/** The user name and password that an event tried. Pure. */
import type { EventKind, StoredEvent } from '../../core/event.ts';

export type CredentialEvent = Pick<StoredEvent, 'kind' | 'payload' | 'extra' | 'agent'>;

export const loginKinds: ReadonlySet<EventKind> = new Set(['login.failed', 'login.succeeded']);

/** Names under which sensors of several makes report them. */
const userNames = ['username', 'user', 'login', 'USERNAME'] as const;
const passwordNames = ['password', 'pass', 'passwd', 'PASSWORD'] as const;

/** What OpenCanary says of VNC, which compares a hash with those of a list: not a password. */
const notKnown = '<Password was not in the common list>';

/** Null = none was named. An empty password is one that was tried. */
export function credentialsOf({ kind, payload, extra, agent }: CredentialEvent): {
  user: string | null;
  password: string | null;
} {
  const find = (names: readonly string[]): string | null => {
    for (const name of names) {
      const value = extra !== null && Object.hasOwn(extra, name) ? extra[name] : undefined;
      if (typeof value === 'string') return value;
    }
    return null;
  };
  const user = agent?.username || find(userNames);
  const password = find(passwordNames);
  if (password === notKnown) return { user, password: null };
  if (user !== null || password !== null || !loginKinds.has(kind)) return { user, password };
  const colon = payload.indexOf(':');
  // Where neither is known sensors write `:`.
  if (colon < 0 || payload === ':' || payload.length > 1000 || payload.includes('\n'))
    return { user: null, password: null };
  const tried = payload.slice(colon + 1);
  return { user: payload.slice(0, colon), password: tried === notKnown ? null : tried };
}
