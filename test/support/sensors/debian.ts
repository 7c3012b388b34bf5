/** Programs from Debian, unpacked into the ignored cache folder: nothing is installed. Needs apt and its sources. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '..', '..', '..', '.cache', 'sensors');

/** The folder that stands for `/` of these packages; made once. */
export async function debianPrograms(name: string, packages: readonly string[]): Promise<string> {
  const home = join(cache, `${name}-debian`);
  const root = join(home, 'root');
  if (!existsSync(join(home, 'done'))) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    await run('apt-get', ['download', '-q', ...packages], { cwd: home, timeout: 300_000 });
    for (const file of readdirSync(home).filter((one) => one.endsWith('.deb')))
      await run('dpkg', ['-x', join(home, file), root]);
    writeFileSync(join(home, 'done'), '');
  }
  return root;
}
