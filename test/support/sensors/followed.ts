/** `decoyverse follow` on the sensor's machine, started with what the set-up says to write into its environment. */
import { join } from 'node:path';
import type { SensorFolder } from './environment.ts';
import type { Lab } from './lab.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'bin', 'decoyverse.js');

/** `named` is the place of the log in the set-up, which is `real` in the test. */
export function startFollower(lab: Lab, folder: SensorFolder, named: string, real: string): void {
  const step = lab.steps.find(({ file }) => file === '/etc/decoyverse/follow.env')!;
  const env = Object.fromEntries(
    step.code
      .replace(named, real)
      .trim()
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const { FOLLOW: follow = '', ...rest } = env;
  folder.start(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'follow', ...follow.split(' ')],
    { ...rest, STATE_DIRECTORY: join(folder.path, 'state') },
  );
}
