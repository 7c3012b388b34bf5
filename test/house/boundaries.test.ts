import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { circlesOf, importGraph, roomOf } from '../support/import-graph.ts';
import { filesBelow, importsOf } from '../support/source.ts';

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
  'csv-parse': /^src\/(geo|ingest)\//,
  commander: /^src\/cli\//,
  'cli-progress': /^src\/cli\//,
  'node:sqlite': /^src\/(store\/sqlite|cli)\//,
};

/** Arrows from before the graph was declared. Each is on its way out; none may be added. */
const knownArrows: readonly string[] = [];

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

  it('has no arrow that the import graph does not declare', () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)));
    assert.deepEqual([...rooms].filter((room) => !(room in importGraph)).sort(), []);
    const wrong = edges.filter(({ path, target }) => {
      if (!target?.startsWith('src/')) return false;
      const [from, to] = [roomOf(path), roomOf(target)];
      return from !== to && !importGraph[from]?.includes(to);
    });
    assert.deepEqual(wrong.map(({ path, target }) => `${path} -> ${target}`).sort(), [...knownArrows].sort());
  });

  it('declares a graph that goes downward only', () => {
    const order = Object.keys(importGraph);
    for (const [room, below] of Object.entries(importGraph))
      for (const other of below) assert.ok(order.indexOf(other) < order.indexOf(room), `${room} -> ${other}`);
  });

  it('has no circle of files', () => {
    const a = { path: 'a', target: 'b' };
    assert.deepEqual(circlesOf([a, { path: 'b', target: 'c' }]), []);
    assert.deepEqual(circlesOf([a, { path: 'b', target: 'c' }, { path: 'c', target: 'a' }]), [
      ['a', 'b', 'c'],
    ]);
    assert.deepEqual(circlesOf(edges), []);
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

  describe('the console', () => {
    const parts = filesBelow('console');
    const imports = parts.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => name.startsWith('.'))
        .map((name) => ({ path, target: posix.join(posix.dirname(path), name) })),
    );
    const room = (path: string): string => path.split('/')[1] ?? '';
    /** What each folder may see beside itself. */
    const sees: Record<string, readonly string[]> = {
      app: ['pages', 'parts', 'data', 'texts', 'design'],
      pages: ['parts', 'data', 'texts'],
      design: ['parts', 'data', 'texts'],
      parts: ['data', 'texts'],
      data: [],
      texts: ['data'],
    };

    it('was looked at', () => {
      assert.ok(parts.length > 40, `only ${parts.length} files found`);
      assert.ok(imports.length > 100, `only ${imports.length} imports found`);
    });

    it('sees core, lib, contract and itself alone', () => {
      const wrong = imports.filter(({ target }) => !/^(console|src\/(core|lib|contract))\//.test(target));
      assert.deepEqual(wrong, []);
    });

    it('has folders that open downward only, and no page that imports another', () => {
      const wrong = imports.filter(({ path, target }) => {
        if (!target.startsWith('console/')) return false;
        const [from, to] = [room(path), room(target)];
        if (from !== to) return !(sees[from] ?? []).includes(to);
        return from === 'pages' && path.split('/')[2] !== target.split('/')[2];
      });
      assert.deepEqual(wrong, []);
    });

    it('knows the shapes of the API in one file', () => {
      const wrong = imports.filter(
        ({ path, target }) => target.startsWith('src/') && path !== 'console/data/types.ts',
      );
      assert.deepEqual(wrong, []);
    });

    it('shows nothing as HTML', () => {
      const wrong = parts.filter(({ text }) =>
        /dangerouslySetInnerHTML|\binnerHTML\b|insertAdjacentHTML/.test(text),
      );
      assert.deepEqual(
        wrong.map(({ path }) => path),
        [],
      );
    });
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
