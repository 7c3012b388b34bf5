/** A wrong clock is said once, when it begins and when it ends; a backlog is none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toClockNotice } from '../../src/cases/node-clock-notice.ts';
import { type ClockNews, createNodeClocks } from '../../src/cases/node-clocks.ts';
import { channelDocs } from '../../src/core/doc-kinds.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import { openApi } from '../support/api-client.ts';
import { aDraft } from '../support/drafts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function open(t: { after(close: () => Promise<void>): void }) {
  let nowMs = Date.UTC(2026, 10, 30, 12);
  const api = await openApi(t, { overrides: { clock: () => nowMs } });
  const user = await api.createUser();
  const node = await api.createNode(user);
  const told: ClockNews[] = [];
  const openClocks = () =>
    createNodeClocks({
      store: api.store,
      async tell(userId, news) {
        assert.equal(userId, user.id);
        told.push(news);
      },
      clock: () => nowMs,
      onError: (error) => assert.fail(String(error)),
    });
  let clocks = openClocks();
  const send = async (lateMs: number, more: Partial<DraftEvent> = {}) => {
    const timestamp = new Date(nowMs - lateMs).toISOString();
    await clocks
      .guard({ ...api.pipeline, accept: async () => [] })
      .accept({ user_id: user.id, node_id: node.id }, [{ ...aDraft(), timestamp, ...more }]);
    await clocks.settled();
  };
  /** An event every ten minutes. */
  const sendFor = async (hours: number, lateMs: (n: number) => number) => {
    for (let n = 0; n < hours * 6; n++) {
      await send(lateMs(n));
      nowMs += 10 * minuteMs;
    }
  };
  return {
    api,
    user,
    node,
    told,
    send,
    sendFor,
    restart: () => {
      clocks = openClocks();
    },
    saidOf: () => told.map(({ state, ahead_seconds }) => [state, Math.round(ahead_seconds / 60)]),
  };
}

describe('the clock of a node', () => {
  it('that is 25 hours slow is said once, also over a restart, and once when it is right', async (t) => {
    const { sendFor, saidOf, restart, node, user, api } = await open(t);
    await sendFor(1, () => 1000);
    await sendFor(2, (n) => 25 * hourMs + n * 1000);
    restart();
    await sendFor(2, () => 25 * hourMs);
    assert.deepEqual(saidOf(), [['wrong', -1500]]);
    type Clock = { clock: { ahead_seconds: number } | null };
    const shown = async () => {
      const one = await api.call<Clock>('GET', `/nodes/${node.id}`, { headers: user.headers });
      const all = await api.call<Clock[]>('GET', '/nodes', { headers: user.headers });
      assert.deepEqual(all.body[0]?.clock, one.body.clock);
      return one.body.clock?.ahead_seconds ?? null;
    };
    assert.ok(Math.abs(((await shown()) ?? 0) + 25 * 3600) < 60);
    await sendFor(2, () => 2000);
    assert.deepEqual(saidOf(), [
      ['wrong', -1500],
      ['right', -1500],
    ]);
    assert.equal(await shown(), null);
  });

  it('that is in 2099, or an hour fast, is said at once', async (t) => {
    const { send, sendFor, told, saidOf } = await open(t);
    await send(0, { timestamp: '2099-01-01T00:00:00.000Z' });
    assert.equal(told.length, 1);
    await send(0, { timestamp: '2099-01-01T00:00:01.000Z' });
    assert.equal(told.length, 1);
    await sendFor(1, () => 0);
    await send(-hourMs);
    assert.deepEqual(saidOf().slice(1), [
      ['right', saidOf()[0]?.[1]],
      ['wrong', 60],
    ]);
  });

  it('is not wrong because of a backlog, an import, or a shipper that gathers', async (t) => {
    const { send, sendFor, told } = await open(t);
    // A day's backlog that is sent within an hour, and what comes after it.
    await sendFor(1, (n) => (24 - 4 * n) * hourMs);
    await sendFor(2, () => 0);
    await sendFor(2, (n) => (n % 3) * 4 * minuteMs);
    for (let n = 0; n < 5; n++) await send(40 * 24 * hourMs, { history: true });
    assert.deepEqual(told, []);
  });

  it('silences nothing, and its owner reads one message', async (t) => {
    let nowMs = Date.UTC(2026, 10, 30, 12);
    const api = await openApi(t, { overrides: { clock: () => nowMs } });
    const user = await api.createUser();
    const node = await api.createNode(user, 'web-1');
    const tenant = api.store.of(user.id);
    const channel = channelDocs.parse({ id: 'ch-1', name: 'mail', channel: 'webhook', settings: {} });
    await tenant.createDoc(
      channelDocs.create({ id: 'ch-1', user_id: user.id }, channel, new Date(nowMs).toISOString()),
    );
    const body = (source: string, atMs: number): object => ({
      timestamp: new Date(atMs).toISOString(),
      service: 'ssh',
      source_ip: source,
      activity: 'login succeeded',
      payload: '',
      kind: 'login.succeeded',
      extra: { username: 'root', password: 'x' },
    });
    for (const [n, atMs] of [nowMs - 25 * hourMs, Date.UTC(2099, 0, 1), Date.UTC(2099, 0, 2)].entries()) {
      const answer = await api.call<{ accepted: number }>('POST', '/api/events', {
        headers: node.headers,
        body: body(`10.0.0.${n}`, atMs),
      });
      assert.equal(answer.body.accepted, 1);
      nowMs += minuteMs;
    }
    const { items } = await tenant.alerts({}, { limit: 10 });
    assert.equal(items.length, 3);
    const { items: sent } = await tenant.deliveries({ channel_id: 'ch-1' }, { limit: 50 });
    const titles = sent.map(({ notice }) => notice.title).filter((title) => title.startsWith('The clock of'));
    assert.equal(titles.length, 1);
    assert.match(titles[0] ?? '', /^The clock of web-1 is 263\d\d days ahead$/);
  });

  it('is said in words', () => {
    const words = (ahead_seconds: number, state: ClockNews['state'] = 'wrong') =>
      toClockNotice(
        { node_id: 'n', since: '', at: '', ahead_seconds, state },
        { nodeName: 'web-1', link: null },
      ).title;
    assert.equal(words(-25 * 3600), 'The clock of web-1 is 25 hours behind');
    assert.equal(words(60 * 60), 'The clock of web-1 is 60 minutes ahead');
    assert.equal(words(0, 'right'), 'The clock of web-1 is right again');
  });
});
