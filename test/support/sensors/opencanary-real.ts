/** OpenCanary itself, configured by what the set-up says, and attacked with real clients (npm run test:sensors). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openSensorFolder, sensorPrograms, untilListening } from './environment.ts';
import { freePorts, openLab } from './lab.ts';

const run = promisify(execFile);
const packages = ['opencanary==0.9.10', 'paramiko==3.5.1'];

describe('OpenCanary 0.9.10', () => {
  it('reports as its set-up says: source, service, credentials and commands', async (t) => {
    const programs = await sensorPrograms('opencanary', packages);
    const lab = await openLab(t, 'opencanary');
    const folder = openSensorFolder(t);
    const [ftp = 0, http = 0, ssh = 0, redis = 0] = await freePorts(4);
    const { stdout } = await run(join(programs, 'python'), [
      '-c',
      'import importlib.util as u; print(u.find_spec("opencanary").submodule_search_locations[0])',
    ]);
    const sample = JSON.parse(readFileSync(join(stdout.trim(), 'data', 'settings.json'), 'utf8')) as object;
    const pasted = JSON.parse(
      `{${lab.steps[0]!.code}}`.replace('/var/tmp/opencanary.log', join(folder.path, 'opencanary.log')),
    ) as object;
    writeFileSync(
      join(folder.path, 'opencanary.conf'),
      JSON.stringify({
        ...sample,
        ...{ 'ftp.enabled': true, 'ftp.port': ftp, 'http.enabled': true, 'http.port': http },
        ...{ 'ssh.enabled': true, 'ssh.port': ssh, 'redis.enabled': true, 'redis.port': redis },
        ...pasted,
      }),
    );
    folder.start(join(programs, 'twistd'), ['-noy', join(programs, 'opencanary.tac'), '--pidfile=']);
    for (const port of [ftp, http, ssh, redis]) await untilListening(port, folder);

    await run('curl', [
      '-sS',
      '--max-time',
      '30',
      '--user',
      'backup:letmein',
      `ftp://127.0.0.1:${ftp}/`,
    ]).catch(() => null);
    await run('curl', [
      '-sS',
      '--max-time',
      '30',
      '-d',
      'username=admin&password=letmein',
      `http://127.0.0.1:${http}/index.html`,
    ]);
    await run(join(programs, 'python'), [
      join(import.meta.dirname, 'ssh-client.py'),
      ...[String(ssh), 'root', '123456', 'toor', 'id'],
    ]).catch(() => null);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(redis, '127.0.0.1', () => socket.write('CONFIG GET dir\r\n'));
      socket.on('error', reject).once('data', () => resolve(socket.destroy() as unknown as undefined));
    });

    const expected: [service: string, kind: string, payload: RegExp][] = [
      ['ftp', 'login.failed', /^backup:letmein$/],
      ['http', 'login.failed', /^admin:letmein$/],
      ['ssh', 'login.failed', /^root:123456$/],
      ['ssh', 'login.failed', /^root:toor$/],
      ['redis', 'payload.received', /^CONFIG.*dir/i],
    ];
    for (const [service, kind, payload] of expected) {
      const event = await lab.until(
        `${service} ${payload}`,
        (one) => one.service === service && one.kind === kind && payload.test(one.payload),
        folder.printed,
      );
      assert.equal(event.source_ip, '127.0.0.1');
    }
    const own = (await lab.events()).filter(({ kind }) => kind === 'sensor.message');
    assert.deepEqual(own, []);
  });

  it('reports by syslog as that set-up says', async (t) => {
    const programs = await sensorPrograms('opencanary', packages);
    const [udp = 0, ftp = 0] = await freePorts(2);
    const lab = await openLab(t, 'syslog', { SYSLOG_UDP_PORT: String(udp) });
    const folder = openSensorFolder(t);
    const step = lab.steps.find(({ code }) => code.includes('SysLogHandler'))!;
    const { formatters, decoyverse } = JSON.parse(`{${step.code}}`) as Record<string, object>;
    writeFileSync(
      join(folder.path, 'opencanary.conf'),
      JSON.stringify({
        'device.node_id': 'canary',
        'ftp.enabled': true,
        'ftp.port': ftp,
        'ftp.banner': 'ready',
        logger: { class: 'PyLogger', kwargs: { formatters, handlers: { decoyverse } } },
      }),
    );
    folder.start(join(programs, 'twistd'), ['-noy', join(programs, 'opencanary.tac'), '--pidfile=']);
    await untilListening(ftp, folder);
    await run('curl', [
      '-sS',
      '--max-time',
      '30',
      '--user',
      'backup:letmein',
      `ftp://127.0.0.1:${ftp}/`,
    ]).catch(() => null);
    const event = await lab.until('sign-in', ({ kind }) => kind === 'login.failed', folder.printed);
    assert.deepEqual([event.service, event.source_ip, event.payload], ['ftp', '127.0.0.1', 'backup:letmein']);
    assert.ok(!JSON.stringify(event).includes(lab.key));
  });
});
