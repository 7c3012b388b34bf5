/**
 * `npm run train`: fits the shipped models from the data sets in DECOYVERSE_DATA, bit for bit the same from the same
 * data, and writes what they were made from to `src/score/models.json`. `npm run train payload` (or `shell`) fits that
 * one alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };
import { featureFingerprint } from '../src/score/payload/feature-table.ts';
import { shellFeatures } from '../src/score/shell/model-file.ts';
import { findDataFolder, hashData, type ModelName, setsFor, sha256Of } from './data-sets.ts';
import { type ModelRecord, manifestFile, modelFile, readManifest, toManifestFile } from './manifest.ts';
import { payloadSeeds, trainPayload, writtenData } from './payload/train.ts';
import { shellSeeds, trainShell } from './shell/fit.ts';

const started = performance.now();
const onProgress = (message: string) => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
};

interface Trained {
  file: Buffer;
  version: string;
  /** What the progress line says it was made from. */
  rows: string;
  record: Pick<ModelRecord, 'features' | 'seeds' | 'written'>;
}

const trainers: Record<ModelName, (dataFolder: string) => Trained> = {
  payload(dataFolder) {
    const { file, report } = trainPayload({ dataFolder, onProgress });
    return {
      file,
      version: report.version,
      rows: `${report.rows} rows`,
      record: { features: featureFingerprint(), seeds: payloadSeeds, written: writtenData() },
    };
  },
  shell(dataFolder) {
    const { file, report } = trainShell({ dataFolder, onProgress });
    return {
      file,
      version: String(report.version),
      rows: `${report.sessions} sessions, ${report.lines} lines`,
      record: { features: shellFeatures(), seeds: shellSeeds, written: {} },
    };
  },
};

const names = Object.keys(trainers) as ModelName[];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.some((known) => known === name));
const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
try {
  if (unknown.length > 0) throw new Error(`no model is named ${unknown[0]}: choose from ${names.join(', ')}`);
  const dataFolder = findDataFolder(process.env, chosen.flatMap(setsFor));
  for (const name of chosen) {
    const { file, version, rows, record } = trainers[name](dataFolder);
    const target = modelFile(name);
    const isSame = existsSync(target) && readFileSync(target).equals(file);
    writeFileSync(target, file);
    const models = {
      ...readManifest(),
      [name]: {
        version,
        sha256: sha256Of(file),
        code: packageJson.version,
        ...record,
        data: hashData(dataFolder, name),
      },
    };
    writeFileSync(manifestFile, toManifestFile(models));
    onProgress(
      `${name} model ${version}: ${rows}, ${file.length} bytes, ${isSame ? 'the same as before' : 'changed'}`,
    );
  }
} catch (error) {
  process.stderr.write(`train: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
