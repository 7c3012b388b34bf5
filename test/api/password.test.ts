import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import bcrypt from 'bcrypt';
import { createPasswords } from '../../src/api/auth/password.ts';
import { AppError } from '../../src/core/errors.ts';

describe('checking a password', () => {
  it('does one comparison of the same cost whether the user is known or not', async () => {
    const compared: string[] = [];
    const passwords = createPasswords({
      cost: 5,
      compare: (password, stored) => {
        compared.push(stored);
        return bcrypt.compare(password, stored);
      },
    });
    const stored = await passwords.hash('correct horse battery');
    assert.equal(await passwords.verify('correct horse battery', stored), true);
    assert.equal(await passwords.verify('wrong', stored), false);
    assert.equal(await passwords.verify('correct horse battery', null), false);
    assert.equal(compared.length, 3);
    for (const hash of compared) {
      assert.equal(bcrypt.getRounds(hash), 5);
      assert.match(hash, /^\$2b\$05\$[./A-Za-z0-9]{53}$/);
    }
  });

  it('costs 12 unless a test says otherwise, and takes the Python platform’s hashes', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash('correct horse battery');
    assert.equal(bcrypt.getRounds(hash), 12);
    assert.match(hash, /^\$2b\$/);
    const python =
      '$2b$04$QUtxUo5CYTlyj2NyFxsWl.' +
      (await bcrypt.hash('s3cret-pass', '$2b$04$QUtxUo5CYTlyj2NyFxsWl.')).slice(29);
    assert.equal(await createPasswords({ cost: 4 }).verify('s3cret-pass', python), true);
  });

  it('refuses what bcrypt would cut, at 73 bytes, wherever it comes from', async () => {
    const passwords = createPasswords({ cost: 4 });
    const stored = await passwords.hash('x'.repeat(72));
    assert.equal(await passwords.verify('x'.repeat(72), stored), true);
    for (const long of ['x'.repeat(73), 'ü'.repeat(37), '😀'.repeat(19), 'x'.repeat(4096)]) {
      const refusal = (error: unknown) =>
        error instanceof AppError && error.code === 'invalid_request' && /72 bytes/.test(error.detail);
      await assert.rejects(passwords.hash(long), refusal);
      await assert.rejects(passwords.verify(long, stored), refusal);
    }
  });

  it('runs a few at a time, bounds the queue, and recovers', async () => {
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const passwords = createPasswords({
      cost: 4,
      parallel: 2,
      compare: async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => release.push(resolve));
        running--;
        return false;
      },
    });
    const all = Array.from({ length: 100 }, () =>
      passwords.verify('some password', null).catch((error: AppError) => error.code),
    );
    await new Promise(setImmediate);
    while (running > 0) {
      for (const go of release.splice(0)) go();
      await new Promise(setImmediate);
    }
    const results = await Promise.all(all);
    assert.equal(most, 2);
    assert.equal(results.filter((one) => one === false).length, 66);
    assert.equal(results.filter((one) => one === 'unavailable').length, 34);
    const after = passwords.verify('some password', null);
    await new Promise(setImmediate);
    for (const go of release.splice(0)) go();
    assert.equal(await after, false);
  });

  it('takes those who have been there before first, however many strangers wait', async () => {
    const release: (() => void)[] = [];
    const looked: string[] = [];
    const passwords = createPasswords({
      cost: 4,
      parallel: 1,
      compare: async (password) => {
        looked.push(password);
        await new Promise<void>((resolve) => release.push(resolve));
        return true;
      },
    });
    const strangers = Array.from({ length: 70 }, () =>
      passwords.verify('a guess', 'stored').catch((error: AppError) => error.code),
    );
    const owner = passwords.verify('the password', 'stored', { line: 'known', who: 'ada' });
    await new Promise(setImmediate);
    release.shift()?.();
    await new Promise(setImmediate);
    assert.deepEqual(looked, ['a guess', 'the password']);
    release.shift()?.();
    assert.equal(await owner, true);
    while (looked.length < 66) {
      await new Promise(setImmediate);
      for (const go of release.splice(0)) go();
    }
    const results = await Promise.all(strangers);
    assert.equal(results.filter((one) => one === 'unavailable').length, 5);
  });
});
