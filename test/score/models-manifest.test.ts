import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { featureFingerprint } from '../../src/score/payload/feature-table.ts';
import { openPayloadModel } from '../../src/score/payload/index.ts';
import { openShellModel } from '../../src/score/shell/index.ts';
import { shellFeatures } from '../../src/score/shell/model-file.ts';
import {
  dataFile,
  dataSets,
  findDataFolder,
  hashData,
  type ModelName,
  setsFor,
} from '../../train/data-sets.ts';
import { manifestFile, modelFile, readManifest, toManifestFile } from '../../train/manifest.ts';
import { payloadSeeds, writtenData } from '../../train/payload/train.ts';
import { shellSeeds } from '../../train/shell/fit.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const models: readonly ModelName[] = ['payload', 'shell'];

describe('the manifest of the models', () => {
  const manifest = readManifest();

  it('is as training writes it', () => {
    assert.equal(readFileSync(manifestFile, 'utf8'), toManifestFile(manifest));
    assert.deepEqual(Object.keys(manifest), models);
  });

  for (const name of models)
    it(`has the hash of the ${name} model and of every file it learned from`, () => {
      assert.equal(manifest[name].sha256, sha256(readFileSync(modelFile(name))));
      const files = setsFor(name).flatMap((set) => set.files.map((file) => `${set.name}/${file}`));
      assert.ok(files.length > 5);
      assert.deepEqual(Object.keys(manifest[name].data), files);
      for (const hash of Object.values(manifest[name].data)) assert.match(hash, /^[0-9a-f]{64}$/);
    });

  it('has the versions, features, seeds and templates of this code', () => {
    const { payload, shell } = manifest;
    assert.equal(payload.version, openPayloadModel().version);
    assert.equal(shell.version, openShellModel().version);
    assert.deepEqual([payload.features, shell.features], [featureFingerprint(), shellFeatures()]);
    assert.deepEqual(payload.seeds, payloadSeeds);
    assert.deepEqual(shell.seeds, shellSeeds);
    assert.deepEqual(payload.written, writtenData());
  });
});

describe('the data sets', () => {
  it('are named in train/README.md by source, licence and files', () => {
    const readme = readFileSync(join(import.meta.dirname, '..', '..', 'train', 'README.md'), 'utf8');
    const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
    assert.equal(rows.length, dataSets.length);
    for (const { name, source, licence, files } of dataSets) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      assert.ok(row.includes(` ${source} | ${licence} |`), name);
      for (const file of files) assert.ok(row.includes(`\`${file}\``), `${name}/${file}`);
    }
  });

  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-data-'));
  after(() => rmSync(folder, { recursive: true }));

  it('are looked for in DECOYVERSE_DATA alone, and what is missing is named', () => {
    const wanted = setsFor('shell');
    for (const env of [{}, { DECOYVERSE_DATA: '' }])
      assert.throws(() => findDataFolder(env, wanted), /DECOYVERSE_DATA is not set: .*train\/README\.md/);
    const env = { DECOYVERSE_DATA: folder };
    assert.throws(() => findDataFolder(env, wanted), /lacks logprecis_haas\/dev_sessions\.jsonl.*more files/);
    for (const { name, files } of wanted)
      for (const file of files) {
        mkdirSync(dirname(join(folder, name, file)), { recursive: true });
        writeFileSync(join(folder, name, file), `${name} ${file}`);
      }
    assert.equal(findDataFolder(env, wanted), folder);
    const hashes = hashData(folder, 'shell');
    assert.equal(hashes['reverse_shells/dev.jsonl'], sha256('reverse_shells dev.jsonl'));
  });

  it('are read only by files that the manifest would know', () => {
    assert.equal(dataFile('d', 'reverse_shells', 'dev.jsonl'), join('d', 'reverse_shells', 'dev.jsonl'));
    assert.throws(() => dataFile('d', 'reverse_shells', 'other.jsonl'), /not declared/);
  });
});
