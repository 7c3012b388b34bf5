/** `src/score/models.json`: from which data, code and seeds the shipped models were made. Training writes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelName } from './data-sets.ts';

export interface ModelRecord {
  version: string;
  /** SHA-256 of the model file. */
  sha256: string;
  /** Version of DecoyVerse that trained it. */
  code: string;
  /** The features it was trained with: the program refuses a model of others. */
  features: string;
  seeds: Record<string, number | readonly number[]>;
  /** SHA-256 of the templates in this repository that rows were written from, by file below train/. */
  written: Record<string, string>;
  /** SHA-256 of each file of the data sets, by `<set>/<file>`. */
  data: Record<string, string>;
}

export type ModelManifest = Record<ModelName, ModelRecord>;

const scoreFolder = join(import.meta.dirname, '..', 'src', 'score');
export const manifestFile = join(scoreFolder, 'models.json');
export const modelFile = (name: ModelName): string => join(scoreFolder, name, 'model.bin');

export const readManifest = (): ModelManifest =>
  JSON.parse(readFileSync(manifestFile, 'utf8')) as ModelManifest;

/** The same records give the same bytes. */
export function toManifestFile({ payload, shell }: ModelManifest): string {
  return `${JSON.stringify({ payload, shell }, null, 2)}\n`;
}
