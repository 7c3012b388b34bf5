#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/**
 * Where a process starts. Plain JavaScript, because what stands here runs before types can be stripped: from the second
 * start on, the compiled code of the last one is used, and neither the compiler's time nor its memory (27 MB) is needed.
 * The cache lies beside the code: whoever can write there decides what runs anyway. Where it cannot be written, all works
 * without it.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', '.cache', 'compile'));
await import('./main.ts');
