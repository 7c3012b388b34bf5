/**
 * The test command (`npm test [-- PATH…]`): sets up what the suites need outside the tracked tree, then runs node's own
 * test runner over all of them, or over the files and folders given.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../../console/build.js';
import { mongoServerProgram } from './mongo-server.ts';

const root = join(import.meta.dirname, '..', '..');
const help = `usage: npm test [-- PATH…]
       npm run test:watch [-- PATH…]

Runs the tests in PATH… (files or folders below test/; default: all of them).
With --watch it runs them again whenever a file they import changes.

  npm test -- test/api                     one folder
  npm test -- test/lib/network.test.ts     one file
  TEST_LOG=debug npm test -- test/flow    with the servers' logs

The MongoDB suites need Python 3.10 or newer, or MONGODB_TEST_URI pointing to a server.
`;

function run(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function filesIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new Error(`no such test: ${path}`);
    return statSync(path).isDirectory() ? globSync(`${path}/**/*.test.ts`) : [path];
  });
}

const watch = process.argv.includes('--watch');
const given = process.argv.slice(2).filter((one) => one !== '--watch');
if (given.includes('--help') || given.includes('-h')) {
  process.stdout.write(help);
} else {
  const files = filesIn(given.length > 0 ? given : [join(root, 'test')]).sort();
  if (files.length === 0) throw new Error('no test files there');
  // Once, here: test files run side by side and would install it twice.
  if (!process.env.MONGODB_TEST_URI && files.some((file) => /mongo|flow/.test(file)))
    await mongoServerProgram();
  if (files.some((file) => file.includes('console'))) await buildConsole({ onlyIfStale: true });
  process.exitCode = await run([
    '--disable-warning=ExperimentalWarning',
    '--test',
    ...(watch ? ['--watch'] : []),
    '--test-timeout=180000',
    '--test-concurrency=2',
    ...files,
  ]);
}
