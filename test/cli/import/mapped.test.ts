import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace } from '../../support/command-line.ts';

const mapping = {
  name: 'door',
  when: { product: 'door' },
  fields: { timestamp: '{at}', source_ip: '{peer}' },
  skip: [{ event: 'started' }],
  events: [
    { when: { event: 'auth' }, kind: 'login.failed', fields: { username: '{user}', password: '{pass}' } },
  ],
};
const log = [
  { product: 'door', event: 'started', at: '2026-11-24T07:33:09Z' },
  {
    product: 'door',
    event: 'auth',
    at: '2026-11-24T07:33:10Z',
    peer: '203.0.113.9',
    user: 'root',
    pass: '1',
  },
  { product: 'door', event: 'new', at: '2026-11-24T07:33:11Z', peer: '203.0.113.9' },
  { product: 'door', event: 'auth', at: '2026-11-24T07:33:12Z' },
  { product: 'window' },
];

describe('a log that is read by a mapping', () => {
  it('is shown as what it becomes by a dry run, which makes no installation, and then imported', async (t) => {
    const place = createPlace(t);
    const file = (name: string, text: string): string => {
      writeFileSync(join(place.folder, name), text);
      return name;
    };
    const by = ['--mapping', file('door.json', JSON.stringify(mapping))];
    file('door.log', log.map((record) => JSON.stringify(record)).join('\n'));
    const dry = await place.run(['import', ...by, '--dry-run', 'door.log']);
    assert.equal(dry.code, 3, dry.stderr);
    const shown = dry.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; becomes: string; event?: { payload: string } });
    assert.deepEqual(
      shown.map(({ line, becomes }) => [line, becomes]),
      [
        [1, 'skipped'],
        [2, 'event'],
        [3, 'unknown_record'],
        [4, 'rejected'],
        [5, 'rejected'],
      ],
    );
    assert.equal(shown[1]?.event?.payload, 'root:1');
    assert.ok(!existsSync(join(place.folder, 'data')), 'a dry run made an installation');
    const real = await place.run(['import', '--json', ...by, 'door.log']);
    const { records, accepted, skipped, bad } = JSON.parse(real.stdout) as Record<string, number>;
    assert.deepEqual([records, accepted, skipped, bad], [5, 2, 1, 2]);
  });

  it('needs a mapping that is one', async (t) => {
    const place = createPlace(t);
    writeFileSync(join(place.folder, 'a.log'), '{}\n');
    const refused = async (text: string | null): Promise<string> => {
      if (text !== null) writeFileSync(join(place.folder, 'm.json'), text);
      const { code, stderr } = await place.run(['import', '--mapping', 'm.json', 'a.log']);
      assert.notEqual(code, 0);
      return stderr;
    };
    assert.match(await refused(null), /m\.json: it cannot be read/);
    assert.match(await refused('{'), /m\.json: it is not JSON/);
    assert.match(await refused('{"name":"x"}'), /when is required/);
    assert.match(await refused(JSON.stringify({ ...mapping, fields: { payload: '{' } })), /fields\.payload/);
    const alone = await place.run(['import', '--dry-run', 'a.log']);
    assert.match(alone.stderr, /--dry-run needs --mapping/);
  });
});
