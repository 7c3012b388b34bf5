/** The command line. Building it does nothing; what a command needs is loaded when it runs. */
import { Command, CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import type { DefineCommand, Finish } from './command.ts';
import { CliError, type ExitCode, exitCodes, idsHint, refusalOf } from './failure.ts';
import { printable, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** In the order of `--help`; a command that is named is loaded alone. A new command is a file and a line here. */
const commands: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  up: async () => (await import('./commands/up.ts')).up,
  serve: async () => (await import('./commands/serve.ts')).serve,
  import: async () => (await import('./commands/import.ts')).importFiles,
  follow: async () => (await import('./commands/follow.ts')).followLogs,
  events: async () => (await import('./commands/lists.ts')).events,
  incidents: async () => (await import('./commands/lists.ts')).incidents,
  attackers: async () => (await import('./commands/lists.ts')).attackers,
  sessions: async () => (await import('./commands/lists.ts')).sessions,
  observables: async () => (await import('./commands/lists.ts')).observables,
  top: async () => (await import('./commands/top.ts')).top,
  search: async () => (await import('./commands/search.ts')).search,
  export: async () => (await import('./commands/export.ts')).exportList,
  score: async () => (await import('./commands/score.ts')).score,
  ml: async () => (await import('./commands/ml.ts')).ml,
  eval: async () => (await import('./commands/eval.ts')).evaluate,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
  user: async () => (await import('./commands/user.ts')).user,
  receivers: async () => (await import('./commands/receivers.ts')).receivers,
};

const load = (name = ''): Promise<DefineCommand[]> =>
  Promise.all(
    (Object.hasOwn(commands, name) ? [commands[name]!] : Object.values(commands)).map((one) => one()),
  );

const epilogue = `
Exit codes: 0 success, 1 failure, 2 usage error, 3 partial success.
Settings come from the environment or from .env in the current folder (docs/configuration.md).`;

/** Help, version and errors of `command` and all below it go through the terminal, and nothing exits the process. */
function tame(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.result(text.replace(/\n$/, '')),
    writeErr: (text) => terminal.say(text.replace(/\n$/, '')),
    // Commander puts its suggestion on a separate line.
    outputError: (text) =>
      terminal.say(printable(text.trim().replace(/\n\((Did you mean .+\?)\)$/, ' ($1)'))),
  });
  for (const child of command.commands) tame(child, terminal);
}

/** The command that `args` name (` user add`), for the hint after a usage error. */
function commandIn(command: Command, [name, ...rest]: readonly string[]): string {
  const child = command.commands.find((one) => one.name() === name);
  return child === undefined ? '' : ` ${name}${commandIn(child, rest)}`;
}

/** Runs one command line; resolves with its exit code and never rejects. `args` without node and script. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const finish: Finish =
    (action) =>
    async (...given) => {
      code = await action(...given);
    };
  const program = new Command('decoyverse')
    .description(
      'Deception platform: collects events from decoys, scores each one, and alerts people to the risky ones.',
    )
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', epilogue);
  for (const define of await load(args[0]))
    program.addCommand(define(terminal, finish).version(version, '-V, --version', 'print the version'));
  tame(program, terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, terminal, commandIn(program, args));
  }
}

/** What was asked is the user's to mend; errors of the store (damaged, full, not responding) are the installation's. */
function hintOf({ code }: AppError, command: string): string {
  if (code === 'not_found') return idsHint;
  return code === 'invalid_request'
    ? `decoyverse${command} --help`
    : 'run decoyverse doctor to find the cause';
}

/** What `decoyverse${command}` ends with after this error, told to people. */
export function report(error: unknown, terminal: Terminal, command: string): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    // Commander shows the help by itself only when no command is given; for other errors it prints just one line.
    if (error.code !== 'commander.help') terminal.say(`hint: decoyverse${command} --help`);
    return exitCodes.usage;
  }
  if (error instanceof CliError) {
    terminal.error(error.message, error.hint);
    return error.exitCode;
  }
  if (error instanceof AppError && error.code !== 'internal') {
    terminal.error(error.detail, hintOf(error, command));
    return exitCodes.failed;
  }
  const refusal = refusalOf(error);
  if (refusal !== null) {
    terminal.error(refusal, 'run decoyverse doctor to find the cause');
    return exitCodes.failed;
  }
  terminal.error(
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    'this is a bug: please report it',
  );
  return exitCodes.failed;
}
