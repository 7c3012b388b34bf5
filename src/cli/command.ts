/** How a command is defined: a function that creates it for a terminal. */
import type { Command } from 'commander';
import type { ExitCode } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Wraps an action that resolves with an exit code for commander. */
export type Finish = <A extends unknown[]>(
  action: (...args: A) => Promise<ExitCode>,
) => (...args: A) => Promise<void>;

export type DefineCommand = (terminal: Terminal, finish: Finish) => Command;
