/** How a command is defined: a function that makes it, from the terminal it speaks to. */
import type { Command } from 'commander';
import type { ExitCode } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Makes commander's action of one that resolves with an exit code. */
export type Finish = <A extends unknown[]>(
  action: (...args: A) => Promise<ExitCode>,
) => (...args: A) => Promise<void>;

export type DefineCommand = (terminal: Terminal, finish: Finish) => Command;
