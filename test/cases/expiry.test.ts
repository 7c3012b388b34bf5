import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';

it('a time without a zone is UTC, wherever the server stands', () => {
  const script = `
    const { toIso } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/cases/expiry.ts'))});
    const times = ['2026-11-30T10:00', '2026-11-30 10:00:00', '2026-11-30T10:00:00.000Z', '2026-11-30T12:00+02:00', '2026-11-30'];
    console.log(JSON.stringify(times.map(toIso)));`;
  for (const TZ of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
    const out = execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
      { encoding: 'utf8', env: { ...process.env, TZ } },
    );
    const ten = '2026-11-30T10:00:00.000Z';
    assert.deepEqual(JSON.parse(out), [ten, ten, ten, ten, '2026-11-30T00:00:00.000Z'], TZ);
  }
});
