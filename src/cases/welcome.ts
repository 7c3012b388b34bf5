/**
 * The one-time address that signs a person in: at the first start, and whenever somebody at the machine asks for one. It
 * works once, within ten minutes, ends every other session of the account, and its session may choose a password without
 * the old one. The secret stands in the fragment of the address, which browsers send to nobody.
 */
import { welcomeDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { readDocument, updateDocument } from '../core/update-document.ts';
import type { User } from '../core/user.ts';
import { noAccounts, type PasswordHashes, replacePassword } from './accounts.ts';
import { hashOf, newSecret, type RandomBytes } from './credentials.ts';

export const welcomeMs = 10 * 60_000;
const secretForm = /^[A-Za-z0-9_-]{43}$/;

/** Below the address of the server. */
export const welcomePath = (secret: string): string => `/console/welcome#${secret}`;

/** A new secret; one that was issued before is worth nothing from now on. `isFirst`: the account has no password yet. */
export async function issueWelcome(
  { store, random, now }: { store: Pick<Store, 'of'>; random: RandomBytes; now(): string },
  user: Pick<User, 'id'>,
  { isFirst = false }: { isFirst?: boolean } = {},
): Promise<string> {
  const tenant = store.of(user.id);
  const secret = newSecret(random);
  const at = now();
  const before = await readDocument(tenant, welcomeDocs, user.id);
  const body = {
    expires_at: new Date(Date.parse(at) + welcomeMs).toISOString(),
    used: false,
    is_first: isFirst || before?.body.is_first === true,
    token_version: null,
  };
  await tenant.removeDoc(welcomeDocs.name, user.id);
  const doc = welcomeDocs.create({ id: user.id, user_id: user.id, lookup: hashOf(secret) }, body, at);
  if ((await tenant.createDoc(doc)) === 'exists')
    throw new AppError('conflict', 'Another address is being made for this account; try again');
  return secret;
}

/** Whether nobody has chosen a password for the account. */
export async function lacksPassword(
  { store }: { store: Pick<Store, 'of'> },
  user: Pick<User, 'id'>,
): Promise<boolean> {
  return (await readDocument(store.of(user.id), welcomeDocs, user.id))?.body.is_first === true;
}

const refused = (): AppError =>
  new AppError('unauthenticated', 'This address has been used, or is older than ten minutes');

/** Throws `unauthenticated`, the same for an unknown, a used and an old secret, and `bad_request` in demo mode. */
export async function openWelcome(
  parts: {
    store: Pick<Store, 'docByLookup' | 'of' | 'userById' | 'updateUser'>;
    settings: { authEnabled: boolean };
    accountStates: { isSuspended(userId: string): Promise<boolean> };
    throttle: { checkWelcome(network: string): Promise<void> };
    now(): string;
  },
  { secret, network }: { secret: string; network: string },
): Promise<User> {
  const { store, settings, throttle, now } = parts;
  if (!settings.authEnabled) throw noAccounts();
  await throttle.checkWelcome(network);
  const found = secretForm.test(secret) ? await store.docByLookup(welcomeDocs.name, hashOf(secret)) : null;
  const user = found && (await store.userById(found.user_id));
  if (!found || !user || (await parts.accountStates.isSuspended(user.id))) throw refused();
  const { version, body } = welcomeDocs.read(found);
  if (body.used || body.expires_at <= now()) throw refused();
  const token_version = user.token_version + 1;
  // The version decides between two who open it at once.
  const saved = await updateDocument(
    store.of(user.id),
    welcomeDocs,
    user.id,
    () => ({ body: { ...body, used: true, token_version } }),
    { now: now(), version },
  );
  if (saved === null || saved === 'stale') throw refused();
  const signedIn = await store.updateUser(user.id, user.token_version, { token_version });
  if (signedIn === null || signedIn === 'stale') throw refused();
  return signedIn;
}

/** For the session that a one-time address opened. Throws `forbidden` for every other, and `invalid_request`. */
export async function choosePassword(
  parts: {
    store: Pick<Store, 'of' | 'userById' | 'updateUser'>;
    passwords: Pick<PasswordHashes, 'hash'>;
    settings: { authEnabled: boolean };
  },
  {
    user_id,
    token_version,
    new_password,
  }: { user_id: string; token_version: number | null; new_password: string },
): Promise<User> {
  const { store, settings } = parts;
  const user = await store.userById(user_id);
  if (!settings.authEnabled || user === null) throw noAccounts();
  const doc = await readDocument(store.of(user_id), welcomeDocs, user_id);
  if (!doc?.body.used || doc.body.token_version !== token_version || token_version !== user.token_version)
    throw new AppError(
      'forbidden',
      'Only the session that a one-time address opened may choose a password; others change it with POST /auth/password',
    );
  const changed = await replacePassword(parts, user, { password: new_password, field: 'new_password' });
  if (changed === null) throw new AppError('unauthenticated', 'This account no longer exists');
  return changed;
}
