/** Cowrie itself, configured by what the set-up says, and attacked over SSH (npm run test:sensors). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openSensorFolder, sensorPrograms, untilListening } from './environment.ts';
import { freePorts, openLab } from './lab.ts';

const run = promisify(execFile);

describe('Cowrie 3.1.4', () => {
  it('reports as its set-up says: a whole session, with credentials and command', async (t) => {
    const programs = await sensorPrograms('cowrie', ['cowrie==3.1.4', 'paramiko==3.5.1']);
    const lab = await openLab(t, 'cowrie');
    const folder = openSensorFolder(t);
    const [ssh = 0] = await freePorts(1);
    await folder.run(join(programs, 'cowrie'), ['init']);
    const [{ file, code } = { file: null, code: '' }] = lab.steps;
    assert.ok(file !== null);
    writeFileSync(
      join(folder.path, file),
      `${code}\n[ssh]\nlisten_endpoints = tcp:${ssh}:interface=127.0.0.1\n`,
    );
    folder.start(join(programs, 'cowrie'), ['start'], {
      COWRIE_STDOUT: 'yes',
      PATH: `${programs}:${process.env.PATH}`,
    });
    await untilListening(ssh, folder);
    await run(join(programs, 'python'), [
      join(import.meta.dirname, 'ssh-client.py'),
      ...[String(ssh), 'root', '123456', 'Winter2026!', 'uname -a'],
    ]);

    const until = (what: string, kind: string, payload: string) =>
      lab.until(what, (one) => one.kind === kind && one.payload === payload, folder.printed);
    const failed = await until('failed sign-in', 'login.failed', 'root:123456');
    const succeeded = await until('sign-in', 'login.succeeded', 'root:Winter2026!');
    const command = await until('command', 'command.run', 'uname -a');
    for (const event of [failed, succeeded, command]) {
      assert.equal(event.source_ip, '127.0.0.1');
      assert.equal(event.service, 'ssh');
    }
    assert.equal(command.extra.session, succeeded.extra.session);
    assert.notEqual(failed.extra.session, succeeded.extra.session);
  });
});
