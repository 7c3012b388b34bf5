/** `decoyverse import`: where the events go, file after file, and what it all came to. */
import type { EventFormat } from '../../core/format.ts';
import { findFormat, formats } from '../../ingest/index.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { plural, type Terminal } from '../terminal.ts';
import { type Destination, type ImportOptions, openDestination } from './destination.ts';
import { importFile } from './file.ts';
import { createProgress } from './progress.ts';
import { openSource } from './source.ts';
import { maxProblems, newTally, summary, type Tally } from './tally.ts';

async function importOne(
  terminal: Terminal,
  file: string,
  format: EventFormat,
  reach: () => Promise<Destination>,
  options: ImportOptions,
): Promise<Tally> {
  const source = openSource(file, terminal.stdin);
  const destination = await reach();
  const { node, sink } = await destination.open(file);
  const tally = newTally(source.name, node);
  const progress = createProgress(terminal, source, { quiet: options.quiet === true });
  try {
    const { keptSince } = destination;
    await importFile({ source, format, sink, tally, progress, keptSince });
  } finally {
    progress.stop();
  }
  if (tally.failure !== null) terminal.error(tally.failure);
  if (tally.expired > 0)
    terminal.say(
      `warning: ${source.name}: ${plural(tally.expired, 'event')} older than RETENTION_DAYS, which the server removes again`,
    );
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

/** The whole command: all files, one after another, and the exit code they come to. */
export async function importAll(
  terminal: Terminal,
  files: string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const format = findFormat(options.format);
  if (format === null)
    throw usageError(
      `there is no format ${options.format}`,
      `one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  if (files.filter((file) => file === '-').length > 1)
    throw usageError('stdin can be read once', 'give - once');
  // Opened for the first file that is there: a mistyped name must not make an installation.
  let destination: Promise<Destination> | null = null;
  const reach = (): Promise<Destination> => {
    destination ??= openDestination(terminal, options);
    return destination;
  };
  const tallies: Tally[] = [];
  let unreadable = 0;
  try {
    for (const file of files) {
      try {
        tallies.push(await importOne(terminal, file, format, reach, options));
      } catch (error) {
        // A file that is not there must not stop the others; a store that does not answer must.
        if (!(error instanceof CliError) || error.kind !== 'unreadable_input') throw error;
        terminal.error(error.message);
        unreadable += 1;
      }
    }
  } finally {
    await ((await destination) as Destination | null)?.close();
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
