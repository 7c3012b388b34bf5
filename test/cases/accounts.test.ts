import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPasswords, type Turn } from '../../src/api/auth/password.ts';
import { createThrottle } from '../../src/api/auth/throttle.ts';
import {
  changePassword,
  createAccount,
  endSessions,
  findAccount,
  register,
  resetPassword,
  signIn,
} from '../../src/cases/accounts.ts';
import { generatePassword } from '../../src/cases/generated-password.ts';
import { createCaseRig } from '../support/cases/rig.ts';
import { sqlite } from '../support/cases/sqlite.ts';
import { useStore } from '../support/store/contract/backend.ts';
import { fresh } from '../support/store/contract/records.ts';

const network = '203.0.113.9';
const password = 'correct horse battery';

describe('accounts', () => {
  const opened = useStore(sqlite);
  function open(settings: { authEnabled: boolean; registration: 'open' | 'closed' }) {
    const rig = createCaseRig(opened.store);
    const compared: (string | null)[] = [];
    const passwords = createPasswords({ cost: 4 });
    return {
      ...rig,
      compared,
      settings,
      throttle: createThrottle(rig),
      passwords: {
        ...passwords,
        verify(given: string, stored: string | null, turn?: Turn) {
          compared.push(stored);
          return passwords.verify(given, stored, turn);
        },
      },
      email: `${fresh('ada')}@example.org`,
    };
  }
  const ready = () => open({ authEnabled: true, registration: 'open' });
  const refused = { code: 'unauthenticated', detail: 'Invalid email or password' };

  it('are registered once an address, whatever its case, where registration is open', async () => {
    const rig = ready();
    const { email } = rig;
    const user = await register(rig, { email: ` ${email.toUpperCase()} `, password, network });
    assert.equal(user.email, email);
    assert.equal(user.created_at, rig.now());
    const taken = { code: 'bad_request', detail: 'Email already registered' };
    await assert.rejects(register(rig, { email, password, network }), taken);
    assert.equal(await createAccount(rig, { email, password }), null);
    await assert.rejects(register(rig, { email: 'x@y.org', password: 'short', network }), {
      code: 'invalid_request',
    });
    const closed = open({ authEnabled: true, registration: 'closed' });
    await assert.rejects(register(closed, { email: 'x@y.org', password, network }), { code: 'forbidden' });
    const demo = open({ authEnabled: false, registration: 'open' });
    await assert.rejects(register(demo, { email: 'x@y.org', password, network }), { code: 'bad_request' });
  });

  it('are signed in to with their password alone, and a stranger costs the same comparison', async () => {
    const rig = ready();
    const { email, compared } = rig;
    const user = await register(rig, { email, password, network });
    assert.equal((await signIn(rig, { email: email.toUpperCase(), password, network })).id, user.id);
    await assert.rejects(signIn(rig, { email, password: 'wrong wrong', network }), refused);
    await assert.rejects(signIn(rig, { email: 'nobody@example.org', password, network }), refused);
    assert.deepEqual(compared, [user.password_hash, user.password_hash, null]);
    for (let tries = 0; tries < 5; tries++)
      await assert.rejects(signIn(rig, { email: 'guess@example.org', password, network }), refused);
    await assert.rejects(signIn(rig, { email: 'guess@example.org', password, network }), {
      code: 'too_many_requests',
    });
  });

  it('of the Python platform are found as their address was typed', async () => {
    const rig = ready();
    const typed = `${fresh('Grace')}@Example.org`;
    const hash = await rig.passwords.hash(password);
    const old = {
      id: fresh('user'),
      email: typed,
      password_hash: hash,
      token_version: 0,
      created_at: rig.now(),
    };
    await rig.store.createUser(old);
    assert.equal((await findAccount(rig.store, ` ${typed} `))?.id, old.id);
    assert.equal(await findAccount(rig.store, typed.toLowerCase()), null);
    assert.equal((await signIn(rig, { email: typed, password, network })).id, old.id);
    assert.deepEqual(await resetPassword(rig, { email: typed, password: 'another password' }), { keys: 0 });
    await assert.rejects(signIn(rig, { email: typed, password, network }), refused);
  });

  it('end their sessions with each new password, and on demand', async () => {
    const rig = ready();
    const { email } = rig;
    const { id: user_id } = await register(rig, { email, password, network });
    const change = (current_password: string, new_password: string) =>
      changePassword(rig, { user_id, current_password, new_password, network });
    assert.equal((await change(password, 'a new password')).token_version, 1);
    await assert.rejects(change(password, 'a newer password'), {
      errors: [{ field: 'current_password', message: 'is not the current password' }],
    });
    await assert.rejects(change('a new password', 'short'), /^AppError: new_password: /);
    assert.equal((await rig.store.userById(user_id))?.token_version, 1);
    await endSessions(rig, { user_id, token_version: 1 });
    assert.equal((await rig.store.userById(user_id))?.token_version, 2);
    assert.deepEqual(await resetPassword(rig, { email, password: 'made by an admin' }), { keys: 0 });
    assert.equal((await signIn(rig, { email, password: 'made by an admin', network })).token_version, 3);
    assert.equal(await resetPassword(rig, { email: 'nobody@example.org', password }), null);
    const nobody = { user_id: 'user-none', current_password: password, new_password: password, network };
    await assert.rejects(changePassword(rig, nobody), { code: 'bad_request' });
  });

  it('get a password that is easy to read, of evenly distributed characters', () => {
    let next = 0;
    assert.equal(
      generatePassword((below) => next++ % below),
      'abcd-efgh-jkmn-pqrs-tuvw',
    );
    assert.equal(
      generatePassword((below) => below - 1),
      '9999-9999-9999-9999-9999',
    );
  });
});
