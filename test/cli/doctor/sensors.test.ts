import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toSensorFindings } from '../../../src/cli/doctor/sensors.ts';
import { createPlace, enter, type Place, startUp, stop } from '../../support/command-line.ts';

const problem = (reason: string, count = 1, node_id: string | null = 'node-1') => ({
  kind: 'unknown_record' as const,
  input: 'json',
  node_id,
  reason,
  count,
});
const details = (...given: Parameters<typeof toSensorFindings>) =>
  toSensorFindings(...given).map(({ state, detail }) => `${state} ${detail}`);

describe('what doctor says of sensors', () => {
  it('counts what is alike together, the most frequent first, and says how much it leaves out', () => {
    assert.deepEqual(details([]), ['ok all that they sent in the last 30 days was taken and understood']);
    assert.deepEqual(
      details([
        problem('Cowrie sends cowrie.a, which is not known here'),
        { ...problem('nothing of it is JSON', 3), kind: 'unreadable' },
        problem('Cowrie sends cowrie.b, which is not known here', 10),
        problem('Cowrie sends cowrie.b, which is not known here', 4, 'node-2'),
      ]),
      [
        'warn Cowrie sends cowrie.b, 14 times from 2 nodes, not understood (json)',
        'warn nothing of it is JSON, 3 times, not readable (json)',
        'warn Cowrie sends cowrie.a, 1 time, not understood (json)',
      ],
    );
    const many = Array.from({ length: 8 }, (_, at) => problem(`reason ${at}`));
    assert.equal(details(many).length, 6);
    assert.equal(details(many)[5], 'warn and 3 more problems with what sensors send');
    assert.equal(details(many, false)[5], 'warn and at least 3 more problems with what sensors send');
  });

  it('comes from a running server, and from its data when it has stopped', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place);
    const { token } = await enter(up);
    const call = async (path: string, body: string, headers: Record<string, string>): Promise<Response> =>
      fetch(up.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const made = await call('/nodes', '{"name":"pi"}', { authorization: `Bearer ${token}` });
    const { api_key } = (await made.json()) as { api_key: string };
    for (let second = 10; second < 24; second++) {
      const record = {
        eventid: 'cowrie.new.\u001b[31mthing',
        src_ip: '203.0.113.9',
        session: 'a',
        timestamp: `2026-11-21T10:16:${second}Z`,
      };
      const taken = await call('/ingest/json', JSON.stringify(record), { 'x-node-key': api_key });
      assert.equal(taken.status, 200, await taken.text());
    }
    // Readers of the list make the server write what it has counted.
    const listed = await fetch(`${up.address}/api/ingest-problems`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(listed.status, 200);
    const said = /^warn {2}sensors: Cowrie sends cowrie\.new\.\S*thing, 14 times, not understood \(json\)$/m;
    const look = async (where: Place): Promise<void> => {
      const { code, stdout } = await where.run(['doctor'], { env: { PORT: new URL(up.address).port } });
      assert.equal(code, 0, stdout);
      assert.match(stdout, said);
      assert.ok(!stdout.includes('\u001b'), 'the escape of a sensor reaches the terminal');
      assert.match(stdout, /works, with 1 warning/);
    };
    await look(place);
    await stop(up);
    await look(place);
  });
});
