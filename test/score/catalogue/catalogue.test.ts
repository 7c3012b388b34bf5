import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCatalogue, vulnerabilities } from '../../../src/score/catalogue/index.ts';
import { toWire } from './cases/cases.ts';
import { cases } from './cases/index.ts';

const catalogue = createCatalogue(vulnerabilities);
const idsOf = (written: string): string[] =>
  catalogue.match(toWire(written)).map(({ vulnerability }) => vulnerability.id);

describe('the catalogue of vulnerabilities', () => {
  it('has at least 300 entries, each with one case, and no case without an entry', () => {
    const ids = vulnerabilities.map(({ id }) => id);
    assert.ok(ids.length >= 300);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(ids.toSorted(), Object.keys(cases).toSorted());
  });

  for (const { id, title } of vulnerabilities) {
    it(`names ${id} (${title}), and not what looks like it`, () => {
      const [attempt, lookAlike] = cases[id]!;
      assert.ok(
        idsOf(attempt).includes(id),
        `the attempt is named ${idsOf(attempt).join(', ') || 'nothing'}`,
      );
      assert.ok(!idsOf(lookAlike).includes(id), 'the look-alike is named so too');
    });
  }
});
