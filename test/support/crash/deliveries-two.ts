/**
 * The same with two processes on one MongoDB, of which one or the other dies: what it held is free again when its claim
 * has run out, and until then the other does not touch it.
 */
import { openMongoStore } from '../../../src/store/mongo/open.ts';
import type { TestMongo } from '../mongo-server.ts';
import {
  countDeliveries,
  type DeliveriesFigures,
  type DeliveriesPlan,
  type Life,
  live,
  type Messages,
  makeChannels,
  noFigures,
  noteKill,
  openArrivals,
  untilItIsTime,
} from './deliverer.ts';

/** Longer than a claim holds. */
const patienceMs = 90_000;

export async function runTwoDeliverers(plan: DeliveriesPlan, mongo: TestMongo): Promise<DeliveriesFigures> {
  const { random = Math.random, onKill = () => undefined } = plan;
  const database = mongo.newDatabase();
  const address = new URL(mongo.uri);
  address.pathname = `/${database}`;
  const arrivals = await openArrivals(random);
  const messages: Messages = { given: new Set(), committed: new Set() };
  const figures = noFigures();
  const store = await openMongoStore({ uri: mongo.uri, database });
  const lives: Life[] = [];
  async function start(at: number): Promise<void> {
    const life = live(address.href, 0, messages);
    lives[at] = life;
    if (!(await life.ready)) throw new Error(`a life ended by itself (${life.child.exitCode})`);
    void life.feed(plan.perLife, random);
  }
  try {
    await makeChannels(store, arrivals.url);
    await Promise.all([start(0), start(1)]);
    while (figures.kills < plan.kills) {
      await untilItIsTime(messages, arrivals, plan.perLife, random);
      const at = random() < 0.5 ? 0 : 1;
      if (arrivals.underWay.size > 0) figures.whileSending++;
      lives[at]!.child.kill('SIGKILL');
      await lives[at]!.gone;
      noteKill(figures, messages, arrivals);
      onKill(figures);
      await start(at);
    }
    await arrivals.settle(messages.committed, patienceMs);
    for (const { child } of lives) child.kill('SIGTERM');
    await Promise.all(lives.map(({ gone }) => gone));
    return await countDeliveries(figures, messages, arrivals, store);
  } finally {
    for (const { child } of lives) child.kill('SIGKILL');
    await arrivals.close();
    await store.close();
  }
}
