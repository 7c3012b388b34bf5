/**
 * The import graph of the house, as declared in ARCHITECTURE.md: a room may import itself and the rooms named here,
 * and nothing else of ours. Downward only: each row names rooms that stand above it in this list.
 */
export const importGraph: Readonly<Record<string, readonly string[]>> = {
  core: [],
  lib: ['core'],
  contract: ['core', 'lib'],
  ingest: ['core', 'lib'],
  score: ['core', 'lib'],
  alert: ['core', 'lib'],
  block: ['core', 'lib'],
  notify: ['core', 'lib'],
  tokens: ['core', 'lib'],
  store: ['core', 'lib'],
  client: ['core', 'lib'],
  geo: ['core', 'lib'],
  // The product's settings are read by the composition root and the command line alone; their forms are notify's.
  config: ['core', 'lib', 'notify'],
  cases: [
    'core',
    'lib',
    'contract',
    'ingest',
    'score',
    'alert',
    'block',
    'notify',
    'tokens',
    'store',
    'client',
    'geo',
  ],
  pipeline: [
    'core',
    'lib',
    'contract',
    'ingest',
    'score',
    'alert',
    'block',
    'notify',
    'tokens',
    'store',
    'client',
    'geo',
  ],
  jobs: ['core', 'lib', 'contract', 'alert', 'block', 'notify', 'store', 'cases'],
  api: [
    'core',
    'lib',
    'contract',
    'ingest',
    'score',
    'alert',
    'block',
    'notify',
    'tokens',
    'store',
    'client',
    'geo',
    'cases',
    'pipeline',
  ],
  listeners: ['core', 'lib', 'ingest', 'cases'],
  server: [
    'core',
    'lib',
    'contract',
    'ingest',
    'score',
    'alert',
    'block',
    'notify',
    'tokens',
    'store',
    'geo',
    'cases',
    'pipeline',
    'jobs',
    'api',
    'listeners',
    'config',
  ],
  cli: [
    'core',
    'lib',
    'contract',
    'ingest',
    'score',
    'alert',
    'block',
    'notify',
    'tokens',
    'store',
    'client',
    'geo',
    'cases',
    'pipeline',
    'jobs',
    'api',
    'listeners',
    'config',
    'server',
  ],
};

/** The room of a file: its folder below src/, or the file's own name where it stands in src/ itself. */
export const roomOf = (path: string): string => (path.split('/')[1] ?? '').replace(/\.ts$/, '');

/** Groups of files that import each other in a circle, type-only imports included. Tarjan's algorithm. */
export function circlesOf(edges: readonly { path: string; target: string | null }[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { path, target } of edges)
    if (target !== null) targets.set(path, [...(targets.get(path) ?? []), target]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const circles: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path)!);
    stack.push(path);
    onStack.add(path);
    for (const next of targets.get(path) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(path, Math.min(low.get(path)!, low.get(next)!));
      } else if (onStack.has(next)) low.set(path, Math.min(low.get(path)!, index.get(next)!));
    }
    if (low.get(path) !== index.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    for (const one of circle) onStack.delete(one);
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const path of targets.keys()) if (!index.has(path)) visit(path);
  return circles.sort();
}
