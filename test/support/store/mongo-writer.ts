/**
 * One of several server processes on one database (mongo-processes.test.ts starts them): the production rig over the
 * MongoDB store, fed with what one attacker does in one session. Prints how its events were answered, as JSON.
 */
import type { DraftEvent } from '../../../src/core/event.ts';
import { createPipeline } from '../../../src/pipeline/pipeline.ts';
import { createRulesScorer } from '../../../src/score/local.ts';
import { openMongoStore } from '../../../src/store/mongo/open.ts';

const [uri = '', database = '', user = '', name = '', groups = '0'] = process.argv.slice(2);

const draft = (eventId: string, at: number): DraftEvent => ({
  kind: 'login.failed',
  collection: 'honeypot_logs',
  event_id: eventId,
  timestamp: new Date(Date.UTC(2026, 9, 5, 8, 0, at % 60)).toISOString(),
  service: 'ssh',
  source_ip: '203.0.113.7',
  activity: 'login attempt',
  payload: `root:${eventId}`,
  extra: { session: 's-1', username: 'root' },
  session: 's-1',
  agent: null,
});

const store = await openMongoStore({ uri, database });
const log = { info: () => undefined, error: (data: object) => console.error(data) };
const pipeline = createPipeline({ store, scorer: createRulesScorer(), log });
await pipeline.start();

const counts: Record<string, number> = { accepted: 0, duplicate: 0, rejected: 0 };
for (let group = 0; group < Number(groups); group++) {
  // Three of its own, and two that the other processes send as well.
  const drafts = [
    ...[0, 1, 2].map((at) => draft(`${name}-${group}-${at}`, group)),
    ...[0, 1].map((at) => draft(`shared-${group}-${at}`, group)),
  ];
  for (const { status } of await pipeline.accept({ user_id: user, node_id: 'node-1' }, drafts))
    counts[status] = (counts[status] ?? 0) + 1;
}
await pipeline.close();
await store.close();
process.stdout.write(`${JSON.stringify(counts)}\n`);
