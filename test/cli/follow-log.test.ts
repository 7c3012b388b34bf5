import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openLog } from '../../src/cli/follow/log.ts';
import type { FollowSource } from '../../src/cli/follow/source.ts';
import { logStateFile } from '../../src/cli/follow/state.ts';
import { anySensorRules } from '../../src/ingest/any-sensor.ts';
import { createPlace } from '../support/command-line.ts';
import { openSensor, type Sensor } from '../support/follow/sensor.ts';

function open(t: TestContext): { sensor: Sensor; log: FollowSource; said: string[] } {
  const { folder } = createPlace(t);
  const sensor = openSensor(join(folder, 'cowrie.json'));
  const said: string[] = [];
  const log = openLog({
    path: sensor.path,
    named: new Set(),
    rules: anySensorRules(() => '2026-11-01T00:00:00.000Z'),
    format: null,
    state: logStateFile(join(folder, 'state'), sensor.path),
    stateFolder: join(folder, 'state'),
    newOnly: false,
    say: (line) => said.push(line),
  });
  t.after(() => {
    log.close();
    sensor.close();
  });
  return { sensor, log, said };
}

const numbersIn = (payloads: readonly (string | null)[]): number[] =>
  payloads.map((payload) => Number(/n(\d+)/.exec(payload ?? '')?.[1]));

/** All that can be read now, in order; `between` runs after each piece. */
async function readAll(log: FollowSource, between: () => void = () => undefined): Promise<number[]> {
  const numbers: number[] = [];
  for (let idle = 0; idle < 2; ) {
    const piece = await log.read();
    if (piece === null) {
      idle += 1;
      await log.look();
      continue;
    }
    idle = 0;
    numbers.push(...numbersIn(piece.drafts.map(({ payload }) => payload)));
    piece.commit();
    between();
  }
  return numbers;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('a log that is behind', () => {
  // While one file is read, the next is written, copied and emptied: nothing of it was read, so it has no mark.
  it('reads the copy of a file that was emptied unread before what was written to it since', async (t) => {
    const { sensor, log, said } = open(t);
    sensor.write(1500);
    await log.look();
    const first = await log.read();
    assert.ok(first !== null && first.drafts.length < 1500);
    sensor.rotate('rename');
    sensor.write(700);
    await log.look();
    sensor.rotate('copy');
    sensor.write(300);
    const before = numbersIn(first.drafts.map(({ payload }) => payload));
    first.commit();
    assert.deepEqual([...before, ...(await readAll(log))], upTo(2500));
    assert.deepEqual(said, []);
  });

  it('reads in order whatever is rotated between two pieces', async (t) => {
    const { sensor, log } = open(t);
    sensor.write(900);
    await log.look();
    const kinds = ['copy', 'rename', 'copy', 'copy', 'compress', 'rename', 'compress', 'copy'] as const;
    let at = 0;
    const numbers = await readAll(log, () => {
      if (at >= 24) return;
      sensor.rotate(kinds[at++ % kinds.length]!);
      sensor.write(at % 3 === 0 ? 5 : 1000);
    });
    assert.deepEqual(numbers, upTo(sensor.written()));
  });
});
