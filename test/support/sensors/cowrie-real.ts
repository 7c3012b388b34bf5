/** Cowrie itself, configured by what the set-up says, and attacked over SSH (npm run test:sensors). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openSensorFolder, sensorPrograms, untilListening } from './environment.ts';
import { freePorts, type Lab, openLab } from './lab.ts';

const run = promisify(execFile);

const packages = ['cowrie==3.1.4', 'paramiko==3.5.1', 'hpfeeds==3.1.0'];

/** Cowrie in a folder of its own, with `config` as its cowrie.cfg; attacked once it listens. */
async function attackCowrie(
  t: { after(end: () => unknown): void },
  config: string,
): Promise<{ printed(): string }> {
  const programs = await sensorPrograms('cowrie', packages);
  const folder = openSensorFolder(t);
  const [ssh = 0] = await freePorts(1);
  await folder.run(join(programs, 'cowrie'), ['init']);
  writeFileSync(
    join(folder.path, 'cowrie.cfg'),
    `${config}\n[ssh]\nlisten_endpoints = tcp:${ssh}:interface=127.0.0.1\n`,
  );
  folder.start(join(programs, 'cowrie'), ['start'], {
    COWRIE_STDOUT: 'yes',
    PATH: `${programs}:${process.env.PATH}`,
  });
  await untilListening(ssh, folder);
  await run(join(programs, 'python'), [
    join(import.meta.dirname, 'ssh-client.py'),
    ...[String(ssh), 'root', '123456', 'qwerty', 'uname -a'],
  ]);
  return folder;
}

async function checkSession(lab: Lab, printed: () => string): Promise<void> {
  const until = (what: string, kind: string, payload: string) =>
    lab.until(what, (one) => one.kind === kind && one.payload === payload, printed);
  const failed = await until('failed sign-in', 'login.failed', 'root:123456');
  const succeeded = await until('sign-in', 'login.succeeded', 'root:qwerty');
  const command = await until('command', 'command.run', 'uname -a');
  for (const event of [failed, succeeded, command]) {
    assert.equal(event.source_ip, '127.0.0.1');
    assert.equal(event.service, 'ssh');
  }
  assert.equal(command.extra.session, succeeded.extra.session);
  assert.notEqual(failed.extra.session, succeeded.extra.session);
}

const configOf = ({ steps }: Lab, section: string): string => {
  const step = steps.find(({ file, code }) => file === 'cowrie.cfg' && code.includes(section));
  assert.ok(step, section);
  return step.code;
};

describe('Cowrie 3.1.4 reports as its set-up says: a whole session, with credentials and command', () => {
  it('by HTTP', async (t) => {
    const lab = await openLab(t, 'cowrie');
    const { printed } = await attackCowrie(t, configOf(lab, '[output_splunk]'));
    await checkSession(lab, printed);
  });

  it('by socketlog', async (t) => {
    const [port = 0] = await freePorts(1);
    const lab = await openLab(t, 'syslog', { JSON_TCP_PORT: String(port) });
    const { printed } = await attackCowrie(t, configOf(lab, '[output_socketlog]'));
    await checkSession(lab, printed);
  });

  it('by hpfeeds', async (t) => {
    const [port = 0] = await freePorts(1);
    const lab = await openLab(t, 'hpfeeds', { HPFEEDS_PORT: String(port) });
    const { printed } = await attackCowrie(t, configOf(lab, '[output_hpfeeds3]'));
    await checkSession(lab, printed);
  });
});
