import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followLogs } from '../../src/cli/commands/follow.ts';
import { plainArguments } from '../../src/cli/follow/plain-arguments.ts';
import { createTerminal } from '../../src/cli/terminal.ts';

/** What commander makes of the same arguments; null where it ends the command. */
async function byCommander(args: readonly string[]): Promise<unknown> {
  let seen: unknown = null;
  const command = followLogs(createTerminal({ process }), () => async (...given) => {
    const [paths, options]: unknown[] = given;
    seen = { paths, options };
  });
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' }).catch(() => undefined);
  return seen;
}

describe('the plain arguments of follow', () => {
  it('are read as commander reads them', async () => {
    for (const line of [
      '',
      'a.json',
      'a.json b.json',
      '-f cowrie a.json',
      '--format auto --once a.json',
      '-q --new-only a.json --url http://a --key nk_x --state s',
      '--journal a.service --journal b.service',
      '--recordings tty --files d --files e --mapping m.json a.json',
      '--url http://a --url http://b a.json',
      'a.json --once --once',
      '- a.json',
    ]) {
      const args = line === '' ? [] : line.split(' ');
      const plain = plainArguments(args);
      assert.ok(plain !== null, line);
      assert.deepEqual(plain, await byCommander(args), line);
    }
  });

  it("are commander's where they are not plain", () => {
    for (const line of [
      '--help',
      '-h',
      '--version',
      '--check a.json',
      '--url=http://a a.json',
      '-fcowrie a.json',
      '-qf cowrie',
      '--format nonsense a.json',
      '--format',
      '--format --once',
      '--recordings',
      '--nonsense a.json',
      '-- a.json',
      '--constructor x',
      '--toString x',
    ])
      assert.equal(plainArguments(line.split(' ')), null, line);
  });
});
