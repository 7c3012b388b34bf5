#!/usr/bin/env node
/**
 * The one file in plain JavaScript: it switches on Node's compile cache before anything in TypeScript is loaded, so
 * that a second start neither strips types nor compiles again (docs/decisions/0001-native-typescript.md).
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Below the installation, not in the shared temporary folder, where others could put code into it. Where it cannot be
// written, Node goes on without it.
enableCompileCache(join(import.meta.dirname, '..', '.cache', 'compile'));
await import('../src/cli/main.ts');
