import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const filesOf = (backEnd: string): string[] =>
  readdirSync(join(import.meta.dirname, '../../src/store', backEnd))
    .filter((name) => name.endsWith('.ts'))
    .sort();

describe('the two back ends', () => {
  it('have a file for the same nouns', () => {
    // Shapes of documents stand apart from their nouns, which commits write too.
    const onlyMongo = ['records.ts'];
    assert.ok(filesOf('sqlite').length > 20);
    assert.deepEqual(
      filesOf('mongo').filter((name) => !onlyMongo.includes(name)),
      filesOf('sqlite'),
    );
  });
});
