/** All checks, in order: later ones depend on earlier ones. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../failure.ts';
import { noSecret, readLocalConfig } from '../installation.ts';
import type { Terminal } from '../terminal.ts';
import { checkCertificate } from './certificate.ts';
import { checkFolder, checkSecret, checkStore, existingFolder } from './data.ts';
import { type Finding, fail, ok } from './finding.ts';
import { checkClock, checkDisk, checkModels, checkPort, checkVersions } from './machine.ts';
import { checkSensors } from './sensors.ts';

function newestWriteMs(folder: string): number | null {
  if (!existsSync(folder)) return null;
  const times = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(folder, entry.name)).mtimeMs);
  return times.length > 0 ? Math.max(...times) : null;
}

/** Never throws: a check that cannot be made is a finding too. Changes nothing. */
export async function examine(
  terminal: Pick<Terminal, 'env' | 'folder'>,
  { nowMs = Date.now(), versions = process.versions } = {},
): Promise<Finding[]> {
  const findings = checkVersions(versions);
  let config: ReturnType<typeof readLocalConfig>;
  try {
    config = readLocalConfig(terminal);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const mistakes = error.message.split('\n');
    return [
      ...findings,
      ...mistakes.map((mistake) => fail('configuration', mistake, 'docs/configuration.md')),
    ];
  }
  findings.push(ok('configuration', `${terminal.folder} and the environment`));
  findings.push(checkModels(config));
  const embedded = config.mongodbUri === null;
  const folder = embedded ? await checkFolder(config.dataDir) : null;
  if (folder) findings.push(folder);
  findings.push(checkSecret(config, config.jwtSecret !== noSecret));
  if (folder?.state !== 'fail') {
    findings.push(await checkDisk(existingFolder(config.dataDir)));
    const store = await checkStore(config);
    findings.push(...store);
    if (store.every(({ state }) => state === 'ok')) findings.push(...(await checkSensors(config, nowMs)));
    findings.push(checkClock(nowMs, embedded ? newestWriteMs(config.dataDir) : null));
  }
  const certificate = checkCertificate(config, nowMs);
  if (certificate !== null) findings.push(certificate);
  findings.push(await checkPort(config));
  return findings;
}
