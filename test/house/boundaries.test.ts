import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { filesBelow, importsOf } from './source.ts';

/** Files that see several rooms: the corridor, the composition root, the command line, and their configuration. */
const hub = /^src\/(pipeline|server|config)\.ts$|^src\/cli\//;

/** Each package of weight is spoken to by one room, so that replacing it is a matter of that room. */
const packageHomes: Record<string, RegExp> = {
  fastify: /^src\/api\//,
  mongodb: /^src\/store\/mongo\//,
  jose: /^src\/(api|notify)\//,
  bcrypt: /^src\/api\/auth\//,
  nodemailer: /^src\/notify\//,
  mqtt: /^src\/notify\//,
  'prom-client': /^src\/api\//,
  'mmdb-lib': /^src\/geo\//,
  'csv-parse': /^src\/geo\//,
  commander: /^src\/cli\//,
  'cli-progress': /^src\/cli\//,
  'node:sqlite': /^src\/(store\/sqlite|cli)\//,
};

const roomOf = (path: string): string => path.split('/')[1] ?? '';

describe('the house', () => {
  const files = filesBelow('src');
  const edges = files.flatMap(({ path, text }) =>
    importsOf(text).map((name) => ({
      path,
      name,
      target: name.startsWith('.') ? posix.join(posix.dirname(path), name) : null,
    })),
  );

  it('was looked at', () => {
    assert.ok(files.length > 50, `only ${files.length} files found`);
    assert.ok(edges.length > 100, `only ${edges.length} imports found`);
    assert.deepEqual(
      importsOf("import type { A } from './a.ts';\nawait import('./b.ts');\nexport * from './c.ts';"),
      ['./a.ts', './b.ts', './c.ts'],
    );
  });

  it('has a core that imports nothing but itself', () => {
    const wrong = edges.filter((e) => e.path.startsWith('src/core/') && !e.target?.startsWith('src/core/'));
    assert.deepEqual(wrong, []);
  });

  it('has a lib that knows no room', () => {
    const wrong = edges.filter(
      ({ path, target }) =>
        path.startsWith('src/lib/') && target !== null && !/^src\/(core|lib)\//.test(target),
    );
    assert.deepEqual(wrong, []);
  });

  it('has rooms that open only onto core, lib and themselves', () => {
    const wrong = edges.filter(
      ({ path, target }) =>
        target?.startsWith('src/') &&
        !hub.test(path) &&
        roomOf(target) !== 'core' &&
        roomOf(target) !== 'lib' &&
        roomOf(target) !== roomOf(path),
    );
    assert.deepEqual(wrong, []);
  });

  it('keeps tests, benchmarks and training out of the product', () => {
    const wrong = edges.filter(
      ({ target }) => target !== null && !target.startsWith('src/') && target !== 'package.json',
    );
    assert.deepEqual(wrong, []);
  });

  it('names relative imports with their ending', () => {
    const wrong = edges.filter(({ target }) => target !== null && !/\.(ts|json)$/.test(target));
    assert.deepEqual(wrong, []);
  });

  for (const [name, home] of Object.entries(packageHomes)) {
    it(`speaks to ${name} in one place`, () => {
      const users = edges.filter((e) => e.name === name || e.name.startsWith(`${name}/`));
      assert.ok(
        users.length > 0,
        `${name} is imported nowhere: take it out of package.json and of this test`,
      );
      assert.deepEqual(
        users.filter((e) => !home.test(e.path)),
        [],
      );
    });
  }
});
