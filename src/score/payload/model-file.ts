/**
 * The model's file: a line of JSON that says what follows, then the tables, little-endian. Its checksum covers
 * everything but itself, so a file that was cut, mixed up or changed is refused before a weight is read.
 */
import { createHash } from 'node:crypto';
import { toInt16Array } from '../../lib/little-endian.ts';
import { families, familySize } from './families.ts';
import { featureFingerprint, tableSize } from './feature-table.ts';

export interface PayloadWeights {
  /** `2026.11.1` or the like. */
  version: string;
  /** Weight of each feature for attack against benign: `attack[place] * attackScale`. */
  attack: Int16Array;
  attackScale: number;
  bias: number;
  /** One bit for each feature that stood in the training rows. */
  known: Uint8Array;
  /** `family[number * familySize + place] * familyScale`. */
  family: Int8Array;
  familyScale: number;
  familyBias: readonly number[];
  /** attack = sigmoid(slope * sum + offset). */
  slope: number;
  offset: number;
}

const magic = 'decoyverse-payload-model';

interface Header {
  magic: string;
  format: number;
  version: string;
  features: string;
  families: readonly string[];
  attackScale: number;
  bias: number;
  familyScale: number;
  familyBias: readonly number[];
  slope: number;
  offset: number;
  sha256: string;
}

const attackBytes = tableSize * 2;
const knownBytes = tableSize / 8;
const familyBytes = families.length * familySize;

/** The file's bytes; the same weights give the same bytes. */
export function toModelFile(weights: PayloadWeights): Buffer {
  const body = Buffer.alloc(attackBytes + knownBytes + familyBytes);
  for (let at = 0; at < tableSize; at += 1) body.writeInt16LE(weights.attack[at]!, at * 2);
  body.set(weights.known, attackBytes);
  body.set(
    new Uint8Array(weights.family.buffer, weights.family.byteOffset, familyBytes),
    attackBytes + knownBytes,
  );
  const header: Header = {
    magic,
    format: 1,
    version: weights.version,
    features: featureFingerprint(),
    families,
    attackScale: weights.attackScale,
    bias: weights.bias,
    familyScale: weights.familyScale,
    familyBias: weights.familyBias,
    slope: weights.slope,
    offset: weights.offset,
    sha256: '',
  };
  header.sha256 = checksum(header, body);
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

function checksum(header: Header, body: Uint8Array): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...header, sha256: '' }))
    .update(body)
    .digest('hex');
}

/** Throws with a sentence that names what is wrong with the file. */
export function parseModelFile(bytes: Uint8Array): PayloadWeights {
  const end = bytes.subarray(0, 8192).indexOf(10);
  if (end < 0) throw new Error('payload model: the file does not begin with a header line');
  let header: Header;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')) as Header;
  } catch {
    throw new Error('payload model: the header is not JSON');
  }
  if (header?.magic !== magic) throw new Error('payload model: this is not a payload model file');
  if (header.format !== 1)
    throw new Error(`payload model: format ${String(header.format)} is not known here`);
  const body = bytes.subarray(end + 1);
  const wanted = attackBytes + knownBytes + familyBytes;
  if (body.length !== wanted) {
    throw new Error(
      `payload model: the tables have ${body.length} bytes and should have ${wanted}; the file is damaged`,
    );
  }
  if (checksum(header, body) !== header.sha256) {
    throw new Error('payload model: the checksum does not match; the file is damaged');
  }
  if (header.features !== featureFingerprint()) {
    throw new Error(
      `payload model: trained for other features (${header.features}) than this version reads (${featureFingerprint()}); run npm run train`,
    );
  }
  const copy = new Uint8Array(body);
  return {
    version: header.version,
    attack: toInt16Array(copy.buffer, 0, tableSize),
    attackScale: header.attackScale,
    bias: header.bias,
    known: copy.subarray(attackBytes, attackBytes + knownBytes),
    family: new Int8Array(copy.buffer, attackBytes + knownBytes, familyBytes),
    familyScale: header.familyScale,
    familyBias: header.familyBias,
    slope: header.slope,
    offset: header.offset,
  };
}
