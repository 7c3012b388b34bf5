import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseJournalLine } from '../../src/cli/follow/journal.ts';
import { createPlace } from '../support/command-line.ts';
import { recordOf } from '../support/follow/sensor.ts';
import { openTestServer } from '../support/server.ts';

describe('a line of journalctl', () => {
  const line = (fields: object): string =>
    JSON.stringify({ __CURSOR: 's=1', __REALTIME_TIMESTAMP: '1796057002323005', ...fields });

  it('is a text, or a list of bytes where that is not UTF-8', () => {
    assert.equal(String(parseJournalLine(line({ MESSAGE: '{"a":"é"}' }))?.bytes), '{"a":"é"}');
    assert.deepEqual(
      parseJournalLine(line({ MESSAGE: [123, 233, 125] }))?.bytes,
      Buffer.from([123, 233, 125]),
    );
  });

  it('has no bytes where it has no message, and is none where it is anything else', () => {
    for (const MESSAGE of [null, 5, {}, [null, 'x']])
      assert.equal(parseJournalLine(line({ MESSAGE }))?.bytes.length, 0);
    for (const wrong of ['', '{', '[]', 'null', '5', '{"MESSAGE":"x"}', line({ __CURSOR: 5 })])
      assert.equal(parseJournalLine(wrong), null);
  });
});

const isRunning = existsSync('/run/systemd/journal/socket') && process.getuid?.() === 0;

describe("a unit's journal", { skip: !isRunning && 'no journal is running here, or not as root' }, () => {
  it('is sent from its beginning, and then from where it was read last', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const place = createPlace(t);
    const unit = `dv-${randomUUID()}.service`;
    const print = (message: string): void => {
      execFileSync('logger', ['--journald'], { input: `MESSAGE=${message}\nOBJECT_SYSTEMD_UNIT=${unit}\n` });
      execFileSync('journalctl', ['--sync']);
    };
    const env = { DECOYVERSE_URL: server.address, DECOYVERSE_NODE_KEY: node.key };
    const once = () => place.run(['follow', '--once', '--quiet', '--journal', unit], { env });
    print(recordOf(1));
    print('the sensor has started');
    print(recordOf(2));
    const first = await once();
    assert.match(first.stdout, /^3 records: 2 new, 0 already known, .+ 1 bad/, first.stderr);
    print(recordOf(3));
    assert.match((await once()).stdout, /^1 record: 1 new/);
    assert.match((await once()).stdout, /^0 records/);
    const running = place.start(['follow', '--journal', unit], env);
    await running.saw(/following the journal/);
    print(recordOf(4));
    for (let total = 0; total < 4; ) {
      const answer = await server.call<{ items: unknown[] }>('GET', '/api/events', { headers: user.headers });
      total = answer.body.items.length;
    }
    running.child.kill('SIGTERM');
    assert.equal((await running.ended).code, 0);
  });
});
