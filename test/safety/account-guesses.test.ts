/** An account that thousands of addresses guess at together, each of them once, must not be entered in silence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAccountGuesses } from '../../src/alert/account-guesses.ts';
import type { Alert } from '../../src/core/alert.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import { fallbackVerdict } from '../../src/core/verdict.ts';
import { openApi } from '../support/api-client.ts';
import { aDraft } from '../support/drafts.ts';
import { makeEvent } from '../support/store/contract/records.ts';

/** Each of another /16. */
const address = (n: number): string => `${11 + (n >> 8)}.${n & 255}.7.9`;

describe('4,000 failed sign-ins to one account from 4,000 addresses', () => {
  it('make the sign-in that follows an alert with its reason, and no other', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const sender = { user_id: user.id, node_id: node.id };
    const attempt = (
      n: number,
      kind: 'login.failed' | 'login.succeeded',
      username = 'backup',
    ): DraftEvent => ({
      ...aDraft(),
      kind,
      service: 'ssh',
      source_ip: address(n),
      activity: kind === 'login.failed' ? 'login attempt' : 'login succeeded',
      payload: '',
      session: null,
      extra: { username, password: `guess-${n}` },
      timestamp: new Date().toISOString(),
    });
    for (let n = 0; n < 4000; n += 400)
      await api.pipeline.accept(
        sender,
        Array.from({ length: 400 }, (_, at) => attempt(n + at, 'login.failed')),
      );
    const [other] = await api.pipeline.accept(sender, [attempt(5000, 'login.succeeded', 'another')]);
    const [got] = await api.pipeline.accept(sender, [attempt(5001, 'login.succeeded')]);
    assert.equal(got?.alert_created, true);
    assert.ok((got?.verdict?.risk_score ?? 0) >= 9, String(got?.verdict?.risk_score));
    assert.match(got?.verdict?.reasons[0] ?? '', /^Signed in after 4000 failed attempts on this account/);
    const { items } = await api.store.of(user.id).alerts({}, { limit: 100 });
    const of = (ip: string): Alert[] => items.filter(({ source_ip }) => source_ip === ip);
    assert.equal(of(address(5001)).length, 1);
    assert.equal(other?.alert_created, of(address(5000)).length === 1);
    // An account that is entered all the time proves nothing.
    const [again] = await api.pipeline.accept(sender, [attempt(5002, 'login.succeeded')]);
    assert.ok(!(again?.verdict?.reasons[0] ?? '').startsWith('Signed in after'));
  });
});

describe('the counters of accounts', () => {
  it('need many failures from many networks within a day, and stay bounded', () => {
    const at = (kind: 'login.failed' | 'login.succeeded', n: number, minutes = 0, username = 'ada') =>
      makeEvent({
        user_id: 'user-1',
        kind,
        source_ip: address(n),
        extra: { username },
        received_at: new Date(Date.UTC(2026, 10, 30) + minutes * 60_000).toISOString(),
      });
    const verdict = { ...fallbackVerdict, risk_score: 6 };
    const judgeAll = (
      events: ReturnType<typeof at>[],
      limits?: Parameters<typeof createAccountGuesses>[0],
    ) => {
      const guesses = createAccountGuesses(limits);
      return events.map((event) => guesses.judge(event, verdict).risk_score).at(-1);
    };
    const failures = (count: number, networks = count, minutes = 0) =>
      Array.from({ length: count }, (_, n) => at('login.failed', n % networks, minutes));
    assert.equal(judgeAll([...failures(50), at('login.succeeded', 99)]), 9);
    assert.equal(judgeAll([...failures(49), at('login.succeeded', 99)]), 6);
    assert.equal(judgeAll([...failures(500, 19), at('login.succeeded', 99)]), 6);
    assert.equal(judgeAll([...failures(50), at('login.succeeded', 99, 25 * 60)]), 6);
    assert.equal(judgeAll([...failures(50), at('login.succeeded', 99, 0, 'eve')]), 6);
    assert.equal(judgeAll([at('login.succeeded', 1), ...failures(50), at('login.succeeded', 99)]), 6);
    const few = { failures: 2, networks: 2, spanMs: 60_000, accounts: 1 };
    const flood = [...failures(2), at('login.failed', 3, 0, 'eve'), at('login.succeeded', 99)];
    assert.equal(judgeAll(flood, few), 6);
  });
});
