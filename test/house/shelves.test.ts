import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inputs } from '../../src/api/inputs/index.ts';
import { formats as feeds } from '../../src/block/index.ts';
import { setups } from '../../src/cases/setup/index.ts';
import { formats } from '../../src/ingest/index.ts';
import { tpotKinds } from '../../src/ingest/tpot-kinds/index.ts';
import { jobs } from '../../src/jobs/index.ts';
import { listeners } from '../../src/listeners/index.ts';
import { channels } from '../../src/notify/channels/index.ts';
import { types as tokenTypes } from '../../src/tokens/index.ts';
import { importsOf, root } from '../support/source.ts';

/** A shelf: a folder whose files are on the list in its index.ts, under the name of the file. */
const shelves: { folder: string; names: readonly string[]; marker: RegExp; least?: number }[] = [
  { folder: 'src/notify/channels', names: channels.map((c) => c.name), marker: /\bdefineChannel\(/ },
  { folder: 'src/ingest', names: formats.map((f) => f.name), marker: /\bdefineFormat\(/ },
  { folder: 'src/ingest/tpot-kinds', names: tpotKinds.map((k) => k.name), marker: /= defineKind\(/ },
  { folder: 'src/api/inputs', names: inputs.map((i) => i.name), marker: /\bdefineInput\(/ },
  { folder: 'src/listeners', names: listeners.map((l) => l.name), marker: /= defineListener\(/ },
  { folder: 'src/cases/setup', names: setups.map((s) => s.name), marker: /\bdefineSetup\(/ },
  { folder: 'src/block', names: feeds.map((f) => f.name), marker: /\bdefineBlockFormat\(/ },
  // The first of them; others are to come.
  { folder: 'src/tokens', names: tokenTypes.map((t) => t.name), marker: /\bdefineTokenType\(/, least: 1 },
  { folder: 'src/jobs', names: jobs.map((j) => j.name), marker: /= defineJob\(/ },
];

for (const { folder, names, marker, least = 3 } of shelves) {
  describe(`the shelf ${folder}`, () => {
    const files = readdirSync(join(root, folder)).filter(
      (file) => file.endsWith('.ts') && marker.test(readFileSync(join(root, folder, file), 'utf8')),
    );
    const index = importsOf(readFileSync(join(root, folder, 'index.ts'), 'utf8'));

    it('has something on it', () => {
      assert.ok(files.length >= least, `only ${files.length} files found`);
    });

    it('has every file on its list', () => {
      assert.deepEqual(
        files.filter((file) => !index.includes(`./${file}`)),
        [],
      );
      assert.equal(new Set(names).size, names.length);
    });

    it('names each thing as its file', () => {
      for (const name of names)
        assert.ok(existsSync(join(root, folder, `${name}.ts`)), `${folder}/${name}.ts`);
    });
  });
}
