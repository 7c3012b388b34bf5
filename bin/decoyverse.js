#!/usr/bin/env node
/**
 * The one file in plain JavaScript: it switches on Node's compile cache before anything in TypeScript is loaded, so
 * that a second start neither strips types nor compiles again (docs/decisions/0001-native-typescript.md).
 */
import * as module from 'node:module';
import { join } from 'node:path';

// Whoever starts this by hand has his own Node in his path, which may be older than what runs TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `error: this is Node ${process.versions.node}; DecoyVerse runs on the one that npm ci installed with it`,
  );
  console.error('hint: npm run -s decoyverse -- …, or node_modules/.bin/node bin/decoyverse.js …');
  process.exit(1);
}

// Below the installation, not in the shared temporary folder, where others could put code into it. Where it cannot be
// written, Node goes on without it.
module.enableCompileCache(join(import.meta.dirname, '..', '.cache', 'compile'));
await import('../src/cli/main.ts');
