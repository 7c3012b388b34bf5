/**
 * Heralding, configured by what the set-ups say (its log through the follower, and hpfeeds), attacked with curl
 * (npm run test:sensors). It runs on Python 3.7 to 3.9 only: `PYTHON_FOR_HERALDING` names one.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openSensorFolder, type SensorFolder, sensorPrograms, untilListening } from './environment.ts';
import { startFollower } from './followed.ts';
import { freePorts, type Lab, openLab } from './lab.ts';

const run = promisify(execFile);
const python = process.env.PYTHON_FOR_HERALDING ?? 'python3.8';
const found = await run(python, ['--version']).then(
  () => false as const,
  () => `${python} is not here: set PYTHON_FOR_HERALDING`,
);

/** Its own configuration, with these services only, on free ports. */
async function configure(
  folder: SensorFolder,
  programs: string,
  pasted: string,
  ports: object,
): Promise<void> {
  const script = `
import sys, json, yaml, os, heralding
with open(os.path.join(os.path.dirname(heralding.__file__), 'heralding.yml')) as file: config = yaml.safe_load(file)
wanted, ports = yaml.safe_load(sys.argv[2]), json.loads(sys.argv[3])
for name, settings in wanted['activity_logging'].items(): config['activity_logging'].setdefault(name, {}).update(settings)
for name, settings in config['capabilities'].items():
    settings['enabled'] = name in ports
    if name in ports: settings['port'] = ports[name]
config['bind_host'] = '127.0.0.1'
with open(sys.argv[1], 'w') as file: yaml.safe_dump(config, file)
`;
  const file = join(folder.path, 'heralding.yml');
  writeFileSync(file, '');
  await run(join(programs, 'python'), ['-c', script, file, pasted, JSON.stringify(ports)]);
  assert.match(readFileSync(file, 'utf8'), /activity_logging/);
}

async function attack(lab: Lab, folder: SensorFolder, pasted: string): Promise<void> {
  const programs = await sensorPrograms('heralding', ['heralding==1.0.7'], {
    python,
    first: ['setuptools<70', 'wheel'],
    options: ['--no-build-isolation'],
  });
  const [ftp = 0, pop3 = 0, http = 0] = await freePorts(3);
  await configure(folder, programs, pasted, { ftp, pop3, http });
  folder.start(join(programs, 'heralding'), ['-c', 'heralding.yml']);
  for (const port of [ftp, pop3, http]) await untilListening(port, folder);
  const clients: [url: string, user: string][] = [
    [`ftp://127.0.0.1:${ftp}/`, 'backup:letmein'],
    [`pop3://127.0.0.1:${pop3}/`, 'info:123456'],
    [`http://127.0.0.1:${http}/`, 'admin:admin'],
  ];
  for (const [url, user] of clients)
    await run('curl', ['-sS', '--max-time', '30', '--user', user, url]).catch(() => null);
  for (const [service, payload] of [
    ['ftp', 'backup:letmein'],
    ['pop3', 'info:123456'],
    ['http', 'admin:admin'],
  ]) {
    const event = await lab.until(
      `${service} ${payload}`,
      (one) => one.service === service && one.payload === payload,
      folder.printed,
    );
    assert.deepEqual([event.kind, event.source_ip], ['login.failed', '127.0.0.1']);
  }
}

describe('Heralding 1.0.7', { skip: found }, () => {
  it('reports through the follower as its set-up says', async (t) => {
    const lab = await openLab(t, 'heralding');
    const folder = openSensorFolder(t);
    const log = join(folder.path, 'log_session.json');
    startFollower(lab, folder, '/opt/heralding/log_session.json', log);
    await attack(lab, folder, lab.steps[0]!.code);
  });

  it('reports by hpfeeds as that set-up says', async (t) => {
    const [port = 0] = await freePorts(1);
    const lab = await openLab(t, 'hpfeeds', { HPFEEDS_PORT: String(port) });
    const folder = openSensorFolder(t);
    await attack(lab, folder, lab.steps.find(({ title }) => title === 'Heralding.')!.code);
  });
});
