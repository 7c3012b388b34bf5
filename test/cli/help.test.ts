import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { run } from '../../src/cli/program.ts';
import { createTerminal, jsonLine, printable } from '../../src/cli/terminal.ts';
import { version } from '../../src/cli/version.ts';

/** The command line in this process: what a child process adds is tested elsewhere. */
async function inProcess(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const fake = { env: {}, cwd: () => '/nowhere', stdin, stdout, stderr, once: () => fake, on: () => fake };
  const code = await run(args, createTerminal({ process: fake as never }));
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

describe('the command line', () => {
  it('shows help and version everywhere', async () => {
    const { stdout } = await inProcess('--help');
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'help');
    assert.ok(names.length >= 8, stdout);
    assert.match(stdout, /Exit codes: 0 success, 1 failure, 2 usage error, 3 partial success/);
    for (const name of names) {
      const help = await inProcess(name, '--help');
      assert.equal(help.code, 0, name);
      assert.match(help.stdout, new RegExp(`^Usage: decoyverse ${name}`));
      assert.deepEqual(await inProcess(name, '--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
    }
    assert.deepEqual(await inProcess('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('refuses what it does not know with code 2 and a hint', async () => {
    for (const args of [
      ['nope'],
      ['--nope'],
      ['up', '--nope'],
      ['doctor', 'extra'],
      ['user', 'nope'],
      ['backup'],
    ]) {
      const { code, stdout, stderr } = await inProcess(...args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^error: .+\nhint: decoyverse/, args.join(' '));
    }
    assert.equal((await inProcess()).code, 2);
  });

  it('says what was perhaps meant on the line of the error, and whose help to read', async () => {
    assert.equal(
      (await inProcess('upp')).stderr,
      "error: unknown command 'upp' (Did you mean up?)\nhint: decoyverse --help\n",
    );
    assert.match((await inProcess('user', 'add')).stderr, /\nhint: decoyverse user add --help\n$/);
  });

  it('makes no help of an attacker’s bytes', async () => {
    const { stderr } = await inProcess('\u001b[2Jnope\u202e');
    assert.doesNotMatch(stderr, /\u001b|\u202e/);
  });

  it('knows every command and option that the documents show', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'docs');
    const shown = ['install.md', 'operate.md'].flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap((line) => [
          ...line.matchAll(/decoyverse(?: --)? ([a-z][a-z-]+)((?: [a-z@][^ `]*| -{1,2}[^ `]+)*)/g),
        ])
        .map(([, name = '', rest = '']) => ({
          name,
          // `user remove …`: options may be the sub-command's.
          more: /^ ([a-z]+)(?= |$)/.exec(rest)?.[1] ?? null,
          options: rest.match(/--[a-z]+/g) ?? [],
        })),
    );
    const commands = new Set(['up', 'serve', 'import', 'score', 'ml', 'doctor', 'backup', 'restore', 'user']);
    const used = shown.filter(({ name }) => commands.has(name));
    assert.ok(used.length >= 15, `only ${used.length} found`);
    for (const { name, more, options } of used) {
      const own = await inProcess(name, '--help');
      const below = name === 'user' && more !== null ? await inProcess(name, more, '--help') : null;
      const stdout = own.stdout + (below?.stdout ?? '');
      for (const option of options) assert.ok(stdout.includes(option), `${name} ${option}`);
    }
  });

  it('says on a Node that is too old which one to take', async () => {
    const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    const main = join(import.meta.dirname, '..', '..', 'bin', 'decoyverse.js');
    await assert.rejects(
      promisify(execFile)(process.execPath, ['--import', older, main, 'doctor']),
      ({ code, stderr }: { code: number; stderr: string }) => {
        assert.equal(code, 1);
        assert.match(stderr, /^error: Node \S+ is too old.*\nhint: npm run -s decoyverse/);
        return true;
      },
    );
  });

  it('is what npm run decoyverse and npm start run', async () => {
    const root = join(import.meta.dirname, '..', '..');
    const npm = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)('npm', ['-s', ...args], { cwd: root })).stdout;
    assert.equal(await npm('run', 'decoyverse', '--', '--version'), `${version}\n`);
    assert.match(await npm('start', '--', '--help'), /^Usage: decoyverse up /);
  });
});

describe('printable', () => {
  it('makes visible what steers a terminal or deceives the eye', () => {
    assert.equal(printable('a\u001b[31mb\n\r\t\u0000\u007f\u009b'), 'a\\x1b[31mb\\n\\r\\t\\x00\\x7f\\x9b');
    assert.equal(printable('x\u202egnp.exe\u2066\u200b\ufeff'), 'x\\u202egnp.exe\\u2066\\u200b\\ufeff');
    assert.equal(printable('\u{e0041}\ud800'), '\\u{e0041}\\ud800');
    assert.equal(printable('héllo wörld 日本 😀 ok'), 'héllo wörld 日本 😀 ok');
  });
});

describe('a line of JSON', () => {
  it('says the same and can be shown', () => {
    const value = { 'a\u202e': 'x\u009b31m\u{e0041}\u0000\n"\ud800 héllo 😀 日本', plain: [1, 'ok'] };
    const line = jsonLine(value);
    assert.deepEqual(JSON.parse(line), value);
    assert.equal(printable(line), line);
    assert.ok(line.includes('héllo 😀 日本'));
  });
});
