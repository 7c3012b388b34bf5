/**
 * rsyslog from Debian and `logger` of util-linux, configured by what the set-up says, over TCP and over TLS
 * (npm run test:sensors).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createPairFiles } from '../certificates.ts';
import { debianPrograms } from './debian.ts';
import { openSensorFolder, type SensorFolder } from './environment.ts';
import { freePorts, type Lab, openLab } from './lab.ts';

const run = promisify(execFile);
const packages = ['rsyslog', 'rsyslog-gnutls', 'libestr0', 'libfastjson4', 'liblognorm5'];
const failed = (address: string): string => `Failed password for root from ${address} port 4242 ssh2`;

/** Starts rsyslog with the text of the set-up, and has `logger` hand it a line of sshd. */
async function logThrough(lab: Lab, folder: SensorFolder, title: RegExp, line: string): Promise<void> {
  const root = await debianPrograms('rsyslog', packages);
  const libraries = join(root, 'usr', 'lib', 'x86_64-linux-gnu');
  const socket = join(folder.path, 'log');
  const pasted = lab.steps.find((step) => title.test(step.title))!.code;
  writeFileSync(
    join(folder.path, 'rsyslog.conf'),
    `module(load="imuxsock" SysSock.Name="${socket}" SysSock.Use="on")\n${pasted}`,
  );
  folder.start(
    join(root, 'usr', 'sbin', 'rsyslogd'),
    [
      ...['-n', '-f', join(folder.path, 'rsyslog.conf'), '-i', join(folder.path, 'pid')],
      ...['-M', join(libraries, 'rsyslog')],
    ],
    { LD_LIBRARY_PATH: libraries },
  );
  for (let tries = 0; ; tries++) {
    try {
      await run('logger', ['-u', socket, '--socket-errors=on', '-p', 'auth.info', '-t', 'sshd', '-i', line]);
      return;
    } catch (error) {
      if (tries > 100) throw new Error(folder.printed(), { cause: error });
      await sleep(100);
    }
  }
}

describe('rsyslog 8.2302', () => {
  for (const way of ['TCP', 'TLS'])
    it(`sends sign-ins over ${way} as the set-up says`, async (t) => {
      const [port = 0] = await freePorts(1);
      const pair = createPairFiles(t);
      const lab = await openLab(
        t,
        'syslog',
        way === 'TCP'
          ? { SYSLOG_TCP_PORT: String(port) }
          : { ...pair.env, SYSLOG_TLS_PORT: String(port), HTTPS_ENABLED: 'false' },
      );
      const folder = openSensorFolder(t);
      await logThrough(
        lab,
        folder,
        way === 'TCP' ? /the log of sign-ins/ : /over TLS/,
        failed('203.0.113.77'),
      );
      const event = await lab.until('sign-in', ({ kind }) => kind === 'login.failed', folder.printed);
      assert.deepEqual([event.service, event.source_ip, event.payload], ['ssh', '203.0.113.77', 'root:']);
      assert.ok(!JSON.stringify(event).includes(lab.key));
    });
});

describe('logger of util-linux', () => {
  it('sends RFC 5424 over TCP and UDP with the key in its structured data, and RFC 3164 by its address', async (t) => {
    const [tcp = 0, udp = 0] = await freePorts(2);
    const lab = await openLab(t, 'syslog', { SYSLOG_TCP_PORT: String(tcp), SYSLOG_UDP_PORT: String(udp) });
    const keyed = ['--rfc5424', '--sd-id', 'decoyverse@0', '--sd-param', `key="${lab.key}"`];
    const send = (args: readonly string[], line: string) =>
      run('logger', ['-n', '127.0.0.1', '-p', 'auth.info', '-t', 'sshd', ...args, line]);
    await send(['--tcp', '-P', String(tcp), ...keyed], failed('203.0.113.1'));
    await send(['--tcp', '-P', String(tcp), '--octet-count', ...keyed], failed('203.0.113.2'));
    await send(['--udp', '-P', String(udp), ...keyed], failed('203.0.113.3'));
    await send(['--udp', '-P', String(udp), '--rfc3164'], failed('203.0.113.4'));
    for (const source of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']) {
      const event = await lab.until(
        source,
        (one) => one.source_ip === source,
        () => '',
      );
      assert.deepEqual([event.kind, event.service, event.payload], ['login.failed', 'ssh', 'root:']);
    }
  });
});
