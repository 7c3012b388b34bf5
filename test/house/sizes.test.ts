import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesBelow } from '../support/source.ts';

const hardLimit = 400;
/** Tables of data, one entry after the other: nobody reads them from top to bottom. */
const isData = (path: string): boolean => path.startsWith('src/score/catalogue/');
const dataLimit = 600;
const forbiddenNames = /(^|\/|-)(utils?|helpers?|common|manager|base|misc)\.tsx?$/;

describe('files one can hold in the head', () => {
  const files = filesBelow('src', 'test', 'bench', 'train', 'console');

  it('were looked at', () => {
    assert.ok(files.length > 80, `only ${files.length} files found`);
  });

  it(`have at most ${hardLimit} lines`, () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (isData(path) ? dataLimit : hardLimit));
    assert.deepEqual(long, []);
  });

  it('have a median below 130 lines', () => {
    const lines = filesBelow('src')
      .map(({ text }) => text.split('\n').length - 1)
      .sort((a, b) => a - b);
    assert.ok((lines[lines.length >> 1] ?? 0) <= 130);
  });

  it('are kebab-case nouns that say what is inside', () => {
    const wrong = files.filter(
      ({ path }) =>
        forbiddenNames.test(path) ||
        !/^[a-z0-9-]+(\.test|\.d|\.config)?\.tsx?$/.test(path.slice(path.lastIndexOf('/') + 1)),
    );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });
});

describe('checks', () => {
  it('are silenced nowhere', () => {
    const silencer =
      /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable|\bas any\b|\.(only|skip)\(/;
    const wrong = filesBelow('src', 'test', 'bench', 'train', 'console').flatMap(({ path, text }) =>
      path === 'test/house/sizes.test.ts'
        ? []
        : text
            .split('\n')
            .map((line, at) => ({ place: `${path}:${at + 1}`, line }))
            .filter(({ line }) => silencer.test(line)),
    );
    assert.deepEqual(wrong, []);
  });
});
