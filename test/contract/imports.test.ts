import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, it } from 'node:test';
import { models } from '../../src/contract/index.ts';
import { filesBelow, importsOf, root } from '../support/source.ts';

describe('the contract', () => {
  const files = filesBelow('src/contract');

  it('can be imported by a browser: nothing that it reaches is of Node or of a package', () => {
    const seen = new Set(files.map(({ path }) => path));
    const foreign: string[] = [];
    const globals: string[] = [];
    for (const path of seen) {
      const source = readFileSync(join(root, path), 'utf8');
      const code = source.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');
      if (/\b(?:Buffer|process|require)[.(]/.test(code)) globals.push(path);
      for (const name of importsOf(source)) {
        if (name.startsWith('.')) seen.add(posix.join(posix.dirname(path), name));
        else foreign.push(`${path} -> ${name}`);
      }
    }
    assert.ok(seen.size > files.length, 'no import was followed');
    assert.deepEqual(foreign, []);
    assert.deepEqual(globals, []);
  });

  it('lists every model that a file exports', async () => {
    const listed = new Set<unknown>(Object.values(models));
    const missing: string[] = [];
    const builders = ['schema.ts', 'fields.ts', 'index.ts'];
    for (const { path } of files.filter((file) => !builders.includes(posix.basename(file.path)))) {
      const exported: Record<string, unknown> = await import(`../../${path}`);
      for (const [name, value] of Object.entries(exported))
        if (/^[A-Z]/.test(name) && !listed.has(value)) missing.push(`${path}: ${name}`);
    }
    assert.deepEqual(missing, []);
  });
});
