/** The honeypots of qeeqbox, configured by what the set-up says, attacked with curl and paramiko (npm run test:sensors). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openSensorFolder, sensorPrograms, untilListening } from './environment.ts';
import { startFollower } from './followed.ts';
import { freePorts, openLab } from './lab.ts';

const run = promisify(execFile);

interface Pasted {
  honeypots: Record<string, { port: number; log_file_name: string }>;
}

describe('qeeqbox honeypots 0.66', () => {
  it('report through the follower as the set-up says: source, service and credentials', async (t) => {
    const programs = await sensorPrograms('qeeqbox', ['honeypots==0.66']);
    const lab = await openLab(t, 'qeeqbox');
    const folder = openSensorFolder(t);
    const [ssh = 0, ftp = 0] = await freePorts(2);
    const logs = join(folder.path, 'logs');
    const pasted = JSON.parse(lab.steps[0]!.code.replace('/var/log/honeypots', logs)) as Pasted;
    pasted.honeypots.ssh!.port = ssh;
    pasted.honeypots.ftp = { port: ftp, log_file_name: 'ftp.log' };
    const config = join(folder.path, 'config.json');
    writeFileSync(config, JSON.stringify(pasted));
    folder.start(join(programs, 'python'), [
      ...['-m', 'honeypots', '--setup', 'ssh,ftp', '--config', config],
      ...['--termination-strategy', 'signal'],
    ]);
    for (const port of [ssh, ftp]) await untilListening(port, folder);
    startFollower(lab, folder, '/var/log/honeypots', logs);

    await run('curl', [
      '-sS',
      '--max-time',
      '30',
      '--user',
      'backup:letmein',
      `ftp://127.0.0.1:${ftp}/`,
    ]).catch(() => null);
    await run(join(programs, 'python'), [
      ...['-W', 'ignore', join(import.meta.dirname, 'ssh-client.py'), String(ssh)],
      ...['root', '123456', 'toor', 'id'],
    ]).catch(() => null);

    const expected: [service: string, kind: string, payload: RegExp][] = [
      ['ftp', 'login.failed', /^backup:letmein$/],
      ['ssh', 'login.failed', /^root:123456$/],
      ['ssh', 'login.failed', /^root:toor$/],
    ];
    for (const [service, kind, payload] of expected) {
      const event = await lab.until(
        `${service} ${payload}`,
        (one) => one.service === service && one.kind === kind && payload.test(one.payload),
        () => folder.printed(),
      );
      assert.equal(event.source_ip, '127.0.0.1');
    }
    // It reports that each of its services started.
    assert.ok((await lab.events()).every(({ extra }) => extra.action !== 'process'));
  });
});
