/**
 * Attacks the API as its own description says (`npm run test:contract [-- SECONDS]`): schemathesis, from PyPI, against a real
 * server with one account and one node. It is installed into the ignored cache folder; where that is not possible, the run
 * fails and says so.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openTestServer } from './server.ts';

const version = '4.32.5';
const root = join(import.meta.dirname, '..', '..');
const home = join(root, '.cache', 'schemathesis');
const run = promisify(execFile);
/** For generating; installing and starting come on top. */
const usualSeconds = 45;
/** Two runs of one version of the API meet the same cases first. */
const seed = '20261130';

/** Checks that are left out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  positive_data_acceptance:
    'What a schema allows may still be refused: an id that does not exist, an end in the past, an address that is not allowed.',
  negative_data_rejection:
    'An empty value in a query counts as left out, as forms send it, where the schema of a choice has no empty one; test/contract/check.test.ts holds what is refused against another checker.',
  missing_required_header:
    'The credentials are headers of the security schemes, which `ignored_auth` checks; there are no other required headers.',
  object_level_authorization:
    'It needs two accounts in one run; test/house/tenants.test.ts walks every route with another tenant’s ids.',
};
/** Calls that are left out, and why. */
const leftOutPaths: Readonly<Record<string, string>> = {
  '^/auth/(logout|password|first-password|welcome|login|register)$':
    'They end the session that the run needs, or are slowed down on purpose; test/api/auth.test.ts and throttle.test.ts have them.',
  '^/api/live$': 'A stream without an end; test/api/live.test.ts.',
  '^/metrics$':
    'Its credential is the operator’s, sent in the same header as the user’s; test/api/service.test.ts.',
};

async function program(): Promise<string> {
  const python = join(home, 'bin', 'python');
  const isThere = async (): Promise<boolean> =>
    existsSync(python) &&
    (await run(python, ['-c', 'import importlib.metadata as m; print(m.version("schemathesis"))'])
      .then(({ stdout }) => stdout.trim() === version)
      .catch(() => false));
  if (!(await isThere())) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(join(home, '..'), { recursive: true });
    await run('python3', ['-m', 'venv', home], { timeout: 120_000 });
    await run(python, ['-m', 'pip', 'install', '-q', `schemathesis==${version}`], { timeout: 300_000 });
  }
  return join(home, 'bin', 'schemathesis');
}

const seconds = Number(process.argv[2] ?? usualSeconds);
const schemathesis = await program().catch((error: unknown) => {
  process.stderr.write(`THE API WAS NOT FUZZED: schemathesis ${version} could not be installed from PyPI\n`);
  throw error;
});
const server = await openTestServer({ env: { RETENTION_DAYS: '30' } });
const user = await server.createUser();
const node = await server.createNode(user);
for (const [what, why] of [...Object.entries(leftOut), ...Object.entries(leftOutPaths)])
  process.stdout.write(`left out: ${what}: ${why}\n`);
const child = spawn(
  schemathesis,
  [
    'run',
    `${server.address}/openapi.json`,
    '--checks=all',
    // Without the phase of examples: it cannot write NDJSON, and test/contract holds every example against its schema.
    '--phases=coverage,fuzzing,stateful',
    `--exclude-checks=${Object.keys(leftOut).join(',')}`,
    // Of several options of one kind only the last would count.
    `--exclude-path-regex=${Object.keys(leftOutPaths).join('|')}`,
    `--header=Authorization:${user.headers.authorization}`,
    `--header=X-Node-Key:${node.key}`,
    `--max-time=${seconds}`,
    `--seed=${seed}`,
    // Two would share what hypothesis remembers of its generators, which then now and then fail by themselves.
    '--workers=1',
    '--request-timeout=10',
    '--warnings=off',
    '--no-color',
    '--suppress-health-check=all',
  ],
  { cwd: home, stdio: 'inherit', env: { PATH: process.env.PATH, HOME: home, NO_COLOR: '1' } },
);
// Its own budget ends it; this only if it hangs.
const late = setTimeout(() => child.kill('SIGKILL'), (seconds + 60) * 1000);
const code = await new Promise<number>((resolve) => child.on('exit', (one) => resolve(one ?? 1)));
clearTimeout(late);
await server.close();
process.exitCode = code;
