#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/** `decoyverse ARGS`. The only place that sets the exit code. */
import { createTerminal } from './terminal.ts';

const args = process.argv.slice(2);
const terminal = createTerminal({ process });
// What a follower does not need is not even loaded: it runs beside sensors on small machines.
if (args[0] === 'follow') {
  const { startFollower } = await import('./follow/start.ts');
  process.exitCode = await startFollower(args, terminal);
} else {
  const { run } = await import('./program.ts');
  process.exitCode = await run(args, terminal);
}
