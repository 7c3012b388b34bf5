import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { consolePages } from '../../src/cases/console-pages.ts';
import { root } from '../support/source.ts';

const routes = Array.from(
  readFileSync(join(root, 'console/app/routes.ts'), 'utf8').matchAll(
    /\bid: '([\w-]+)',\s*(?:\/\/[^\n]*\s*)?path: '([^']+)'/g,
  ),
  ([, id = '', path = '']) => ({ id, path: path.replace(/\/\{.*$/, '') || '/' }),
);

/** English, then German. The console's texts are read as a file: its code needs a browser's types. */
const [english = {}, german = {}] = Array.from(
  readFileSync(join(root, 'console/texts/shell.ts'), 'utf8').matchAll(/^ {4}pages: \{([^}]*)\}/gm),
  ([, names = '']): { readonly [id: string]: string } =>
    Object.fromEntries(
      Array.from(names.matchAll(/^ *'?([\w-]+)'?: '([^']+)',$/gm), ([, id = '', name = '']) => [id, name]),
    ),
);

describe('the pages that the search box knows', () => {
  it('are those of the console, in its order, under their names', () => {
    assert.deepEqual(
      consolePages.map(({ id, path }) => ({ id, path })),
      routes,
    );
    for (const { id, title } of consolePages) assert.equal(title, english[id], id);
  });

  it('have a folder each, and each folder is one of them', () => {
    assert.deepEqual(routes.map(({ id }) => id).sort(), readdirSync(join(root, 'console/pages')).sort());
  });

  it('are found by the German name too', () => {
    for (const { id, title, words } of consolePages)
      assert.ok(`${title} ${words}`.toLowerCase().includes((german[id] ?? '?').toLowerCase()), id);
  });
});
