import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPlace } from '../support/command-line.ts';
import { openScene } from '../support/triage.ts';

describe('decoyverse events', () => {
  it('asks a server with an API key, page by page, and prints what the API answers', async (t) => {
    const { api, as, node, user } = await openScene(t);
    const body = Array.from({ length: 230 }, (_, n) => ({
      service: n % 2 === 0 ? 'ssh' : 'http',
      source_ip: '203.0.113.9',
      activity: 'connection',
      payload: '',
      timestamp: new Date(Date.now() - n * 1000).toISOString(),
    }));
    await api.call('POST', '/api/events', { headers: node.headers, body });
    const made = await as<{ key: string }>('POST', '/api/keys', { name: 'cli', scopes: ['read'] });
    const place = createPlace(t);
    const env = { DECOYVERSE_API_KEY: made.body.key };
    const args = ['events', '--url', api.address, '--json'];
    const { code, stdout, stderr } = await place.run([...args, '--limit', '1000', 'service:*'], { env });
    assert.equal(code, 0, stderr);
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 230);
    const first = JSON.parse(lines[0] ?? '') as { log_id: string };
    const same = await api.call('GET', `/api/events/${first.log_id}`, { headers: user.headers });
    assert.deepEqual(first, same.body);
    const ssh = await place.run([...args, 'service:ssh', '-n', '7'], { env });
    assert.equal(ssh.stdout.trim().split('\n').length, 7);
    assert.match(ssh.stderr, /there may be more/);
    const refused = await place.run([...args, '--key', 'dvk_wrong']);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /401[\s\S]*hint: check --key/);
  });
});
