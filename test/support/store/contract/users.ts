import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import { makeUser, newTenant, time } from './records.ts';

export function usersContract(backend: Backend): void {
  describe(`${backend.name}: users`, () => {
    const open = useStore(backend);

    it('keeps a user and finds it by id and by e-mail', async () => {
      const user = makeUser();
      assert.equal(await open.store.createUser(user), true);
      assert.deepEqual(await open.store.userById(user.id), user);
      assert.deepEqual(await open.store.userByEmail(user.email), user);
    });

    it('answers null for nobody', async () => {
      assert.equal(await open.store.userById(newTenant()), null);
      assert.equal(await open.store.userByEmail('nobody@example.org'), null);
      assert.equal(await open.store.updateUser(newTenant(), null, { token_version: 1 }), null);
    });

    it('takes an e-mail once and an id once, and leaves the first as it was', async () => {
      const user = makeUser();
      await open.store.createUser(user);
      assert.equal(await open.store.createUser(makeUser({ email: user.email })), false);
      assert.equal(await open.store.createUser(makeUser({ id: user.id, email: 'other@example.org' })), false);
      assert.deepEqual(await open.store.userById(user.id), user);
      assert.equal(await open.store.userByEmail('other@example.org'), null);
    });

    it('lets one of twenty through who want the same e-mail at once', async () => {
      const { email } = makeUser();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => open.store.createUser(makeUser({ email }))),
      );
      assert.equal(answers.filter(Boolean).length, 1);
    });

    it('changes what is given and nothing else', async () => {
      const user = makeUser();
      await open.store.createUser(user);
      const changed = await open.store.updateUser(user.id, 0, { token_version: 7 });
      assert.deepEqual(changed, { ...user, token_version: 7 });
      await open.store.updateUser(user.id, null, { password_hash: '$2b$04$other' });
      assert.deepEqual(await open.store.userById(user.id), {
        ...user,
        token_version: 7,
        password_hash: '$2b$04$other',
      });
      assert.deepEqual(await open.store.updateUser(user.id, null, {}), await open.store.userById(user.id));
    });

    it('lets one of twenty through who change the same version at once, and says so to the others', async () => {
      const user = makeUser();
      await open.store.createUser(user);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          open.store.updateUser(user.id, 0, { token_version: 1, password_hash: `$2b$04$${n}` }),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'stale').length, 19);
      const winner = answers.find((answer) => answer !== 'stale');
      assert.deepEqual(await open.store.userById(user.id), winner);
      assert.equal(await open.store.updateUser(user.id, 0, { token_version: 9 }), 'stale');
    });

    it('counts users, and lists the oldest first up to a limit', async () => {
      const before = await open.store.countUsers();
      const second = makeUser({ created_at: '2001-01-02T00:00:00.000Z' });
      const first = makeUser({ created_at: '2001-01-01T00:00:00.000Z' });
      const third = makeUser({ created_at: time(59) });
      for (const user of [third, second, first]) await open.store.createUser(user);
      assert.equal(await open.store.countUsers(), before + 3);
      assert.deepEqual(await open.store.users(2), [first, second]);
      assert.equal((await open.store.users(1000)).length, before + 3);
    });

    it('gives out records that are the caller’s own', async () => {
      const user = makeUser();
      await open.store.createUser(user);
      const mine = await open.store.userById(user.id);
      assert.ok(mine);
      mine.email = 'changed@example.org';
      assert.deepEqual(await open.store.userById(user.id), user);
    });
  });
}
