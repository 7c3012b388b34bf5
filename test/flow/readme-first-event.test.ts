/** The first event of the README, as a newcomer sends it: the commands are read from there and run. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { levels } from '../../src/score/exposure/levels.ts';
import { openTestServer } from '../support/server.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

/** The commands below the heading; its first line holds what each reader fills in. */
function firstEvent(): string {
  const [, block = ''] = /### The first event\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const [filledIn = '', ...commands] = block.split('\n');
  assert.match(filledIn, /^SERVER=\S+; EMAIL=\S+; PASSWORD=\S+$/);
  return commands.join('\n');
}

it('the first event of the README is alerted, with a reason in plain words', async (t) => {
  const server = await openTestServer();
  t.after(() => server.close());
  const user = await server.createUser();
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', firstEvent()], {
    env: { PATH: process.env.PATH, SERVER: server.address, EMAIL: user.email, PASSWORD: user.password },
  });
  assert.equal(JSON.parse(stdout).alert_created, true);
  const { body: alerts } = await server.call<{ reasons: string[]; source_ip: string }[]>(
    'GET',
    '/api/alerts',
    {
      headers: user.headers,
    },
  );
  assert.equal(alerts.length, 1);
  assert.equal(alerts[0]?.source_ip, '192.168.1.23');
  const [reason = ''] = alerts[0]?.reasons ?? [];
  assert.equal(reason, levels.internal['sign-in-attempt'].reason);
  // Words of the field that a newcomer need not know.
  assert.doesNotMatch(reason, /recon|brute|credential|honeytoken|CVE|T1\d{3}|TTP|C2|exploit/i);
});
