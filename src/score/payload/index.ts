/** The payload classifier: is a piece of HTTP, SQL or protocol text an attack, of which family, and why. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PayloadEvidence, tellingWeight } from './evidence.ts';
import { createJudge, type PayloadJudgement } from './judge.ts';
import { parseModelFile } from './model-file.ts';

export type { PayloadEvidence, PayloadJudgement };
export { tellingWeight };

export interface PayloadModel {
  /** Version of the model file. */
  version: string;
  /** Size of the model file. */
  sizeBytes: number;
  /**
   * Judges any text: a parameter's value, a path, a header, a body, a request line, a whole raw request, SQL.
   * Pure, synchronous, linear in the length; of texts over 16,384 characters the head, the tail and the six
   * stretches with the most special characters are judged.
   */
  classify(text: string): PayloadJudgement;
}

/** A text is called an attack from this probability on. */
export const attackFrom = 0.42;
/** From here on hardly any benign traffic is left: risk 7 and more. */
export const urgentFrom = 0.9;

/** Reads the shipped model, or `file`. Throws when the file is missing, damaged or of another feature set. */
export function openPayloadModel({
  file = join(import.meta.dirname, 'model.bin'),
}: {
  file?: string;
} = {}): PayloadModel {
  const bytes = readFileSync(file);
  const weights = parseModelFile(bytes);
  const judge = createJudge(weights);
  return { version: weights.version, sizeBytes: bytes.length, classify: judge.classify };
}
