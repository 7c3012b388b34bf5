import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createIngestProblemNews } from '../../src/cases/ingest-problem-news.ts';
import { toIngestProblemNotice } from '../../src/cases/ingest-problem-notice.ts';
import type { IngestProblemBody } from '../../src/core/ingest-problem.ts';
import { hourMs } from '../../src/lib/duration.ts';

const problem = (reason: string, kind: IngestProblemBody['kind'] = 'rejected'): IngestProblemBody => ({
  kind,
  input: 'opencanary',
  node_id: 'node-1',
  reason,
  address: '10.0.0.5',
  sample: '',
  count: 2,
  first_at: '2026-11-30T10:00:00.000Z',
  last_at: '2026-11-30T10:00:00.000Z',
});

describe('news of ingest problems', () => {
  it('are told at once, then at most once an hour about a node, together', async () => {
    let nowMs = 1_000_000;
    const told: string[] = [];
    const news = createIngestProblemNews({
      clock: () => nowMs,
      async tell(userId, nodeId, problems) {
        told.push(`${userId} ${nodeId}: ${problems.map(({ reason }) => reason).join(', ')}`);
      },
      onError: assert.fail,
    });
    news.add('user-1', problem('one'));
    news.add('user-1', problem('two'));
    news.add('user-1', { ...problem('other node'), node_id: 'node-2' });
    news.add('user-2', problem('other tenant'));
    assert.equal(await news.tell(), null);
    assert.deepEqual(told.splice(0), [
      'user-1 node-1: one, two',
      'user-1 node-2: other node',
      'user-2 node-1: other tenant',
    ]);
    nowMs += 1000;
    for (let at = 0; at < 200; at++) news.add('user-1', problem(`further ${at}`));
    assert.equal(await news.tell(), nowMs - 1000 + hourMs);
    assert.equal(told.length, 0);
    nowMs += hourMs;
    assert.equal(await news.tell(), null);
    assert.equal(told.length, 1);
    assert.equal(told.join().split(', ').length, 50);
    assert.equal(await news.tell(), null);
  });

  it('hold a bounded number of nodes', async () => {
    let told = 0;
    const news = createIngestProblemNews({
      clock: () => 0,
      async tell() {
        told += 1;
        throw new Error('no channel');
      },
      onError: () => undefined,
    });
    for (let at = 0; at < 20_000; at++) news.add('user-1', { ...problem('one'), node_id: `node-${at}` });
    await news.tell();
    assert.ok(told <= 5000, String(told));
  });

  it('say what becomes of it, and hold none of what was sent', () => {
    const about = { nodeId: 'node-1', nodeName: 'canary-lyon', link: null };
    const lost = toIngestProblemNotice([{ ...problem('no timestamp'), sample: 'hostile' }], about);
    assert.equal(lost.title, 'The sensor canary-lyon sends what is not taken');
    assert.deepEqual(lost.reasons, ['not taken (opencanary): no timestamp']);
    assert.ok(!JSON.stringify(lost).includes('hostile'));
    const kept = toIngestProblemNotice([problem('Cowrie sends x', 'unknown_record')], about);
    assert.equal(kept.title, 'The sensor canary-lyon sends what is not understood');
    assert.ok(kept.risk_score < lost.risk_score);
    const many = toIngestProblemNotice(
      Array.from({ length: 9 }, (_, at) => problem(`r${at}`)),
      about,
    );
    assert.equal(many.reasons.at(-1), 'and 4 more');
    assert.equal(many.event_count, 18);
  });
});
