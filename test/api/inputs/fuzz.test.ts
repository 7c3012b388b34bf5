import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../../../bench/events.ts';
import { inputs } from '../../../src/api/inputs/index.ts';
import { fuzzInputs } from '../../support/inputs-fuzz/run.ts';
import { openTestServer } from '../../support/server.ts';

describe('what real sensors sent, changed as faults and attackers change it', () => {
  it('is answered by every input, never as a fault of ours, and taken where it can be', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const seen = new Set<string>();
    const plan = { count: 150, random: createRandom(20_261_130) };
    for await (const { input, sent, statuses, faults } of fuzzInputs(server, plan)) {
      assert.deepEqual(faults, [], input);
      assert.ok(sent >= plan.count);
      assert.ok(
        (statuses[input === 'beelzebub' ? 202 : 200] ?? statuses[200] ?? 0) > 20,
        JSON.stringify(statuses),
      );
      seen.add(input);
    }
    assert.equal(seen.size, inputs.length);
    assert.equal((await server.call('GET', '/api/health')).body.status, 'healthy');
  });
});
