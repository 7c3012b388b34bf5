#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/** `decoyverse ARGS`. The only place that sets the exit code. */
import { run } from './program.ts';
import { createTerminal } from './terminal.ts';

process.exitCode = await run(process.argv.slice(2), createTerminal({ process }));
