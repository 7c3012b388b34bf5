/** Starts a follower with as little loaded as it needs. */
import type { ExitCode } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { plainArguments } from './plain-arguments.ts';
import { keepFollowerSmall } from './small.ts';

/** `args` with the command's name. Never rejects. */
export async function startFollower(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const plain = plainArguments(args.slice(1));
  if (plain === null) {
    const { run } = await import('../program.ts');
    return run(args, terminal);
  }
  keepFollowerSmall();
  try {
    const { follow } = await import('./run.ts');
    // Node writes it at the end, which one that is killed does not have: each start would compile again, with 20 MB more.
    process.getBuiltinModule('node:module').flushCompileCache();
    return await follow(terminal, plain.paths, plain.options);
  } catch (error) {
    const { report } = await import('../program.ts');
    return report(error, terminal, ' follow');
  }
}
