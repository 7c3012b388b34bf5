/** Trains the payload model from the sets: same data, same bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../../src/score/payload/families.ts';
import { toModelFile } from '../../src/score/payload/model-file.ts';
import { sha256Of } from '../data-sets.ts';
import { buildCorpus, corpusSeeds } from './corpus.ts';
import { fitAttack, fitCalibration, fitFamily, heldOutSums, options, toPayloadWeights } from './fit.ts';

/** Raised by hand with every change that changes the shipped file. */
export const payloadModelVersion = '2026.11.11';

export const payloadSeeds = { fit: options.seed, ...corpusSeeds };

/** The SHA-256 of each file of templates, by its path below train/. */
export const writtenData = (): Record<string, string> =>
  Object.fromEntries(
    ['attack', 'benign'].map((name) => [
      `payload/${name}.grammar`,
      sha256Of(readFileSync(join(import.meta.dirname, `${name}.grammar`))),
    ]),
  );

export interface PayloadTrainReport {
  version: string;
  rows: number;
  /** Rows used by set and label. */
  used: { set: string; attack: boolean; rows: number }[];
  windows: number;
  sizeBytes: number;
  calibration: { slope: number; offset: number };
  families: readonly string[];
}

export interface PayloadTrainOptions {
  /** Folder with the payload sets. */
  dataFolder: string;
  onProgress?: (message: string) => void;
}

export function trainPayload({ dataFolder, onProgress = () => {} }: PayloadTrainOptions): {
  file: Buffer;
  report: PayloadTrainReport;
} {
  const corpus = buildCorpus(dataFolder, onProgress);
  const calibration = fitCalibration(corpus, heldOutSums(corpus, onProgress));
  const attack = fitAttack(corpus);
  onProgress('attack weights');
  const family = fitFamily(corpus, attack);
  onProgress('family weights');
  const file = toModelFile(toPayloadWeights(corpus, payloadModelVersion, attack, family, calibration));
  const used = new Map<string, { set: string; attack: boolean; rows: number }>();
  corpus.rows.forEach(({ set, attack: isAttack }, at) => {
    if (corpus.weight[at] === 0) return;
    const name = `${set}|${isAttack}`;
    const entry = used.get(name) ?? { set, attack: isAttack, rows: 0 };
    entry.rows += 1;
    used.set(name, entry);
  });
  return {
    file,
    report: {
      version: payloadModelVersion,
      rows: corpus.rows.length,
      used: [...used.values()],
      windows: corpus.bags.rowWindow[corpus.bags.rows]!,
      sizeBytes: file.length,
      calibration,
      families,
    },
  };
}
