#!/usr/bin/env node
/**
 * Plain JavaScript, because it enables Node's compile cache before anything in TypeScript is loaded, so that a second
 * start neither strips types nor compiles again (docs/decisions/0001-native-typescript.md).
 */
import * as module from 'node:module';
import { join } from 'node:path';

// Started by hand, this runs on the Node in the path, which may be too old to run TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `error: Node ${process.versions.node} is too old; DecoyVerse requires Node 22.18 or newer and installs its own`,
  );
  console.error('hint: npm run -s decoyverse -- …, or node_modules/.bin/node bin/decoyverse.js …');
  process.exit(1);
}

// In the installation, not in the shared temporary folder, where others could put code into it. If it cannot be written,
// Node continues without it.
module.enableCompileCache(join(import.meta.dirname, '..', '.cache', 'compile'));

// A relative import of a TypeScript file says where the file is, and its type: looking for links and package.json on the
// way, as Node does for each of a thousand files, takes a fifth of a start.
const ours = new URL('../src/', import.meta.url).href;
module.registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !specifier.endsWith('.ts') || !context.parentURL?.startsWith(ours))
      return next(specifier, context);
    return {
      url: new URL(specifier, context.parentURL).href,
      format: 'module-typescript',
      shortCircuit: true,
    };
  },
});
// A follower runs beside sensors on small machines, and mostly waits: the compilers that make hot code faster cost it 8 MB.
if (process.argv[2] === 'follow') {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of ['--no-opt', '--no-maglev', '--optimize-for-size']) setFlagsFromString(flag);
}
await import('../src/cli/main.ts');
