/** What is read from files keeps its record: followed, imported here, imported to a server. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace } from '../support/command-line.ts';
import { openTestServer } from '../support/server.ts';

const record = (n: number): string =>
  `{"eventid": "cowrie.login.failed",  "session":"s${n}","src_ip":"203.0.113.9", "username":"root","password":"123456","timestamp":"2026-11-21T10:15:30.12345${n}Z"}`;
const lines = [1, 2, 3].map(record);

describe('records in files', () => {
  for (const [how, args] of [
    ['follow', ['follow', '--once', '--quiet']],
    ['import to a server', ['import', '--format', 'cowrie']],
    ['import of whatever it is', ['import', '--format', 'auto']],
  ] as const)
    it(`are kept as they stand there: ${how}`, async (t) => {
      const server = await openTestServer();
      t.after(() => server.close());
      const place = createPlace(t);
      const user = await server.createUser();
      const node = await server.createNode(user);
      writeFileSync(join(place.folder, 'cowrie.json'), `${lines.join('\n')}\n`);
      const sent = [...args, 'cowrie.json'];
      const { code, stderr } = await place.run(
        args[0] === 'import' ? [...sent, '--url', server.address, '--key', node.key] : sent,
        { env: { DECOYVERSE_URL: server.address, DECOYVERSE_NODE_KEY: node.key } },
      );
      assert.equal(code, 0, stderr);
      const { body } = await server.call<{ items: { log_id: string }[] }>('GET', '/api/events', {
        headers: user.headers,
      });
      const raws = await Promise.all(
        body.items.map(
          async ({ log_id }) =>
            (
              await server.call<{ raw: string | null }>('GET', `/api/events/${log_id}/raw`, {
                headers: user.headers,
              })
            ).body.raw,
        ),
      );
      assert.deepEqual(raws.sort(), lines);
    });
});
