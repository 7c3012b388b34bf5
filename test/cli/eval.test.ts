import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace, enter, nativeLines, startUp } from '../support/command-line.ts';

const models = join(import.meta.dirname, '..', '..', 'src', 'score');

describe('decoyverse eval', () => {
  it('compares a model in shadow with the one that judges, on stored events', async (t) => {
    const place = createPlace(t);
    writeFileSync(join(place.folder, 'events.ndjson'), nativeLines(120));
    const imported = await place.run(['import', '--format', 'native', 'events.ndjson']);
    assert.equal(imported.code, 0, imported.stderr);
    const folder = join(place.folder, 'models');
    mkdirSync(folder);
    for (const name of ['payload', 'shell'])
      copyFileSync(join(models, name, 'model.bin'), join(folder, `${name}.bin`));
    const { code, stdout, stderr } = await place.run(['eval', '--shadow', 'models', '--json']);
    assert.equal(code, 0, stderr);
    const counters = JSON.parse(stdout) as Record<string, number>;
    assert.equal(counters.shadow_events, 120);
    assert.equal(counters.shadow_same_risk, 120);
    writeFileSync(join(folder, 'shell.bin'), 'broken');
    const broken = await place.run(['eval', '--shadow', 'models']);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /shadow model was rejected/);
  });

  it('says what precision people’s verdicts make, or that there are none', async (t) => {
    const place = createPlace(t);
    writeFileSync(join(place.folder, 'events.ndjson'), nativeLines(5));
    assert.equal((await place.run(['import', '--format', 'native', 'events.ndjson'])).code, 0);
    const { code, stdout } = await place.run(['eval', '--mine']);
    assert.equal(code, 0);
    assert.match(stdout, /no alert has a verdict yet/);
  });

  it('measures beside a running server, which need not be stopped for it', async (t) => {
    const place = createPlace(t);
    writeFileSync(join(place.folder, 'events.ndjson'), nativeLines(400));
    const server = await startUp(place);
    const imported = await place.run(['import', '--format', 'native', 'events.ndjson']);
    assert.equal(imported.code, 0, imported.stderr);
    const { token } = await enter(server);
    const call = async (path: string, token: string, body?: object): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${server.address}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: body && JSON.stringify(body),
      });
      assert.equal(answer.status, 200);
      return (await answer.json()) as Record<string, unknown>;
    };
    const alerts = (await call('/api/alerts?limit=2', token)) as unknown as { alert_id: string }[];
    assert.equal(alerts.length, 2, 'the sign-ins of a source make an alert');
    for (const [at, verdict] of ['attack', 'harmless'].entries())
      await call(`/api/alerts/${alerts[at]?.alert_id}/verdict`, token, { verdict });
    const mine = await place.run(['eval', '--mine', '--json']);
    assert.equal(mine.code, 0, mine.stderr);
    assert.deepEqual(JSON.parse(mine.stdout).all, {
      judged: 2,
      attack: 1,
      harmless: 1,
      expected: 0,
      precision: 0.5,
    });
    const folder = join(place.folder, 'models');
    mkdirSync(folder);
    for (const name of ['payload', 'shell'])
      copyFileSync(join(models, name, 'model.bin'), join(folder, `${name}.bin`));
    const shadow = await place.run(['eval', '--shadow', 'models', '--json']);
    assert.equal(shadow.code, 0, shadow.stderr);
    assert.equal(JSON.parse(shadow.stdout).shadow_events, 400, 'over several pages');
  });

  it('needs something to do, and data to do it on', async (t) => {
    const place = createPlace(t);
    assert.equal((await place.run(['eval'])).code, 2);
    const empty = await place.run(['eval', '--mine']);
    assert.equal(empty.code, 1);
    assert.match(empty.stderr, /there are no events yet/);
  });
});
