/**
 * The shell model's file: a line of JSON that says what follows, then the tables, little-endian. The checksum covers
 * everything but itself, so a file that was cut, mixed up or changed is refused before a weight is read.
 */
import { createHash } from 'node:crypto';
import { toInt16Array } from '../../lib/little-endian.ts';
import { attackSize } from './attack-features.ts';
import { tactics } from './classify.ts';
import { featureSet, tableSize } from './features.ts';
import { markNames } from './markers.ts';

export interface ShellWeights {
  /** `2026.11.1` or the like. */
  version: string;
  /** `tactic[place * tactics.length + number] * tacticScale`. */
  tactic: Int16Array;
  tacticScale: number;
  /** `follows[before * tactics.length + after]`; the last row is the session's start. */
  follows: readonly number[];
  /** `attack[place] * attackScale`. */
  attack: Int16Array;
  attackScale: number;
  attackBias: number;
  /** attack = sigmoid(slope * sum + offset). */
  slope: number;
  offset: number;
  /** One bit for each word (by its hash) that stood in the training rows. */
  known: Uint8Array;
  /** Share of held-out training rows in each tenth of the attack probability: what drift is measured against. */
  scores: readonly number[];
}

const magic = 'decoyverse-shell-model';
const tacticBytes = tableSize * tactics.length * 2;
const attackBytes = attackSize * 2;
/** Bits of the vocabulary. */
export const knownBits = 18;
const knownBytes = 2 ** knownBits / 8;

interface Header extends Omit<ShellWeights, 'tactic' | 'attack' | 'known'> {
  magic: string;
  format: number;
  features: string;
  tactics: readonly string[];
  sha256: string;
}

/** The features' name, and what else the weights rest on. */
export const shellFeatures = (): string => `${featureSet}/${tactics.length}/${markNames.length}`;

const checksum = (header: Header, body: Uint8Array): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...header, sha256: '' }))
    .update(body)
    .digest('hex');

/** The file's bytes; the same weights give the same bytes. */
export function toShellFile(weights: ShellWeights): Buffer {
  const body = Buffer.alloc(tacticBytes + attackBytes + knownBytes);
  for (let at = 0; at < weights.tactic.length; at += 1) body.writeInt16LE(weights.tactic[at]!, at * 2);
  for (let at = 0; at < attackSize; at += 1) body.writeInt16LE(weights.attack[at]!, tacticBytes + at * 2);
  body.set(weights.known, tacticBytes + attackBytes);
  const header: Header = {
    magic,
    format: 1,
    features: shellFeatures(),
    tactics,
    version: weights.version,
    tacticScale: weights.tacticScale,
    follows: weights.follows,
    attackScale: weights.attackScale,
    attackBias: weights.attackBias,
    slope: weights.slope,
    offset: weights.offset,
    scores: weights.scores,
    sha256: '',
  };
  header.sha256 = checksum(header, body);
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/** Throws with a sentence that names what is wrong with the file. */
export function parseShellFile(bytes: Uint8Array): ShellWeights {
  const end = bytes.subarray(0, 16_384).indexOf(10);
  if (end < 0) throw new Error('shell model: the file does not begin with a header line');
  let header: Header;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')) as Header;
  } catch {
    throw new Error('shell model: the header is not JSON');
  }
  if (header?.magic !== magic) throw new Error('shell model: this is not a shell model file');
  if (header.format !== 1) throw new Error(`shell model: format ${String(header.format)} is not known here`);
  const body = bytes.subarray(end + 1);
  const wanted = tacticBytes + attackBytes + knownBytes;
  if (body.length !== wanted) {
    throw new Error(
      `shell model: the tables have ${body.length} bytes and should have ${wanted}; the file is damaged`,
    );
  }
  if (checksum(header, body) !== header.sha256)
    throw new Error('shell model: the checksum does not match; the file is damaged');
  if (header.features !== shellFeatures()) {
    throw new Error(
      `shell model: trained for other features (${header.features}) than this version reads (${shellFeatures()}); run npm run train`,
    );
  }
  const { buffer } = new Uint8Array(body);
  return {
    version: header.version,
    tactic: toInt16Array(buffer, 0, tableSize * tactics.length),
    tacticScale: header.tacticScale,
    follows: header.follows,
    attack: toInt16Array(buffer, tacticBytes, attackSize),
    attackScale: header.attackScale,
    attackBias: header.attackBias,
    slope: header.slope,
    offset: header.offset,
    known: new Uint8Array(buffer, tacticBytes + attackBytes, knownBytes),
    scores: header.scores,
  };
}
