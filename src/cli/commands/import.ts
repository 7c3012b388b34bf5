import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { AppError } from '../../core/errors.ts';
import type { EventFormat } from '../../core/format.ts';
import { findFormat, formats } from '../../ingest/index.ts';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { importFile } from '../import/file.ts';
import { createProgress } from '../import/progress.ts';
import type { Sink } from '../import/sink.ts';
import { nodeNameOf, openSource } from '../import/source.ts';
import { maxProblems, newTally, summary, type Tally } from '../import/tally.ts';
import { readLocalConfig } from '../installation.ts';
import { plural, type Terminal } from '../terminal.ts';

interface Options {
  format: string;
  node?: string;
  user?: string;
  url?: string;
  key?: string;
  json?: boolean;
  quiet?: boolean;
}

/** Where one file's events go. */
interface Target {
  node: { node_id: string | null; name: string };
  sink: Sink;
}
interface Destination {
  open(file: string): Promise<Target>;
  close(): Promise<void>;
}

async function localDestination(terminal: Terminal, options: Options): Promise<Destination> {
  const { openSteward } = await import('../steward/open.ts');
  const { chooseUser } = await import('../accounts.ts');
  const config = readLocalConfig(terminal);
  const steward = await openSteward(terminal, config);
  try {
    const userId = await chooseUser(steward, {
      email: options.user,
      authEnabled: config.authEnabled,
      made: (email, password) =>
        terminal.say(
          `the owner's account was made; the password is shown only now\n  e-mail    ${email}\n  password  ${password}`,
        ),
    });
    return {
      async open(file) {
        const node = await steward.node(userId, options.node ?? nodeNameOf(file));
        return { node, sink: toSink((drafts) => steward.accept(userId, node.node_id, drafts)) };
      },
      close: () => steward.close(),
    };
  } catch (error) {
    await steward.close();
    throw error;
  }
}

const attempts = 5;

/** A busy store is asked again (every draft has an id, so that is safe); what it refuses ends the import in plain words. */
const toSink = (send: Sink['send']): Sink => ({
  async send(drafts) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(drafts);
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        if (cause.code === 'unavailable' && attempt < attempts) {
          await sleep(Math.min(5, cause.retryAfterSeconds ?? 1) * 1000);
          continue;
        }
        throw new CliError(`the store did not take the events: ${cause.detail}`, {
          hint: 'what was taken is kept: run the same command again',
          cause,
        });
      }
    }
  },
  close: async () => undefined,
});

async function remoteDestination(
  terminal: Terminal,
  { url, key, node, user }: Options,
): Promise<Destination> {
  const given = key ?? terminal.env.DECOYVERSE_NODE_KEY;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw usageError('--url must be an http:// or https:// address', '--url http://127.0.0.1:8001');
  if (!given)
    throw usageError(
      'a server wants the key of a node',
      'give --key, or set DECOYVERSE_NODE_KEY so that it does not show in the list of processes',
    );
  if (node !== undefined || user !== undefined)
    throw usageError('the key alone says whose node this is', 'leave --node and --user out, or --url');
  const { createRemoteSink } = await import('../import/remote.ts');
  const sink = createRemoteSink({ url, key: given });
  return {
    open: async () => ({ node: { node_id: null, name: `of the key at ${url}` }, sink }),
    close: () => sink.close(),
  };
}

async function importOne(
  terminal: Terminal,
  file: string,
  format: EventFormat,
  destination: Destination,
  options: Options,
): Promise<Tally> {
  const source = openSource(file, terminal.stdin);
  const { node, sink } = await destination.open(file);
  const tally = newTally(source.name, node);
  const progress = createProgress(terminal, source, { quiet: options.quiet === true });
  try {
    await importFile({ source, format, sink, tally, progress });
  } finally {
    progress.stop();
  }
  if (tally.failure !== null) terminal.error(tally.failure);
  if (tally.bad > maxProblems)
    terminal.say(`${source.name}: ${plural(tally.bad - maxProblems, 'more bad line')} not named`);
  if (!options.json) terminal.result(summary(tally));
  return tally;
}

/** Nothing usable at all is a failure; a part is code 3. */
function exitCodeOf(tallies: readonly Tally[], unreadable: number): ExitCode {
  const bad = unreadable + tallies.filter((tally) => tally.failure !== null || tally.bad > 0).length;
  if (bad === 0) return exitCodes.ok;
  const good = tallies.some((tally) => tally.accepted + tally.duplicate + tally.skipped > 0);
  return good ? exitCodes.partly : exitCodes.failed;
}

const sum = (
  tallies: readonly Tally[],
  key: 'records' | 'accepted' | 'duplicate' | 'skipped' | 'bad' | 'alerts',
) => tallies.reduce((total, tally) => total + tally[key], 0);

async function run(terminal: Terminal, files: string[], options: Options): Promise<ExitCode> {
  const format = findFormat(options.format);
  if (format === null)
    throw usageError(
      `there is no format ${options.format}`,
      `one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  if (files.filter((file) => file === '-').length > 1)
    throw usageError('stdin can be read once', 'give - once');
  const destination =
    options.url === undefined && options.key === undefined
      ? await localDestination(terminal, options)
      : await remoteDestination(terminal, options);
  const tallies: Tally[] = [];
  let unreadable = 0;
  try {
    for (const file of files) {
      try {
        tallies.push(await importOne(terminal, file, format, destination, options));
      } catch (error) {
        // A file that is not there must not stop the others; a store that does not answer must.
        if (!(error instanceof CliError) || !error.message.startsWith('cannot read')) throw error;
        terminal.error(error.message);
        unreadable += 1;
      }
    }
  } finally {
    await destination.close();
  }
  const totals = {
    records: sum(tallies, 'records'),
    accepted: sum(tallies, 'accepted'),
    duplicate: sum(tallies, 'duplicate'),
    skipped: sum(tallies, 'skipped'),
    bad: sum(tallies, 'bad'),
    alerts: sum(tallies, 'alerts'),
  };
  const code = exitCodeOf(tallies, unreadable);
  if (options.json) terminal.json({ format: format.name, ...totals, unreadable, files: tallies });
  else if (code === exitCodes.failed && totals.records > 0 && totals.bad === totals.records)
    terminal.say(`hint: not one record is of the format ${format.name}; see decoyverse import --help`);
  return code;
}

export const importFiles: DefineCommand = (terminal, finish) =>
  new Command('import')
    .description('take in the logs of sensors: scored and stored as if they had come live')
    .argument('<file...>', 'logs to read, plain or gzipped; - is stdin')
    .addOption(
      new Option('-f, --format <format>', 'what wrote them')
        .choices(formats.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--node <name>', "the node they belong to, made where it is missing (default: the file's name)")
    .option('--user <email>', 'whose data they are, where there are several accounts')
    .option('--url <url>', 'send them to the server at this address instead')
    .option('--key <key>', "with --url: the node's key (or set DECOYVERSE_NODE_KEY)")
    .option('--json', 'print the account as JSON')
    .option('-q, --quiet', 'no progress; bad lines are named all the same')
    .addHelpText(
      'after',
      `
A bad line is counted, named on stderr (file:line: reason) and stops nothing. Importing again is harmless: what is
known is counted as known. An import that was interrupted is finished by running it again.`,
    )
    .action(finish((files: string[], options: Options) => run(terminal, files, options)));
