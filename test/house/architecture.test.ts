import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { importGraph } from '../support/import-graph.ts';
import { root } from '../support/source.ts';

/**
 * The graph that the table of rooms declares: `nothing`, names separated by commas, `all above`, or `all above except`
 * some names. "Above" is the order of the table.
 */
export function declaredGraph(text: string): Record<string, string[]> {
  const graph: Record<string, string[]> = {};
  for (const [, room = '', imports = ''] of text.matchAll(/^\| `src\/([\w-]+)\/` \|[^|]*\|([^|]*)\|$/gm)) {
    const [, except = ''] = /^all above(?: except (.+))?$/.exec(imports.trim()) ?? [];
    const names = (list: string): string[] => list.split(',').map((name) => name.trim());
    if (imports.trim() === 'nothing') graph[room] = [];
    else if (imports.trim().startsWith('all above'))
      graph[room] = Object.keys(graph).filter((above) => !names(except).includes(above));
    else graph[room] = names(imports);
  }
  return graph;
}

describe('ARCHITECTURE.md', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const sorted = (graph: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(graph).map(([room, below]) => [room, [...below].sort()]));

  it('is read as a graph', () => {
    const table =
      '| `src/a/` | x | nothing |\n| `src/b/` | x | a |\n| `src/c/` | x | all above |\n| `src/d/` | x | all above except a, c |';
    assert.deepEqual(declaredGraph(table), { a: [], b: ['a'], c: ['a', 'b'], d: ['b'] });
  });

  it('declares the import graph that the code is held to, in the same order', () => {
    assert.deepEqual(sorted(declaredGraph(text)), sorted(importGraph));
    assert.deepEqual(Object.keys(declaredGraph(text)), Object.keys(importGraph));
  });

  it('names only files and folders that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|console|train|bench)\/[^`<]*)`/g)].map((m) => m[1]!);
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((m) => m[1]!);
    assert.ok(named.length > 50, `only ${named.length} found`);
    // A room may be a folder, a file, or both.
    const missing = [...named, ...linked].filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(missing, []);
  });

  it('tells four walks in five steps each', () => {
    const walks = text.split('## Four walks')[1]?.split('\n## ')[0] ?? '';
    const steps = walks
      .split('\n### ')
      .slice(1)
      .map((walk) => walk.match(/^\d\. /gm)?.length);
    assert.deepEqual(steps, [5, 5, 5, 5]);
  });
});
