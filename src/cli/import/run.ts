/** `decoyverse import`: opens the destination, imports one file after another, and adds up the totals. */
import type { EventFormat } from '../../core/format.ts';
import { findFormat, formats } from '../../ingest/index.ts';
import { type ExitCode, exitCodes, usageError } from '../failure.ts';
import { plural, type Terminal } from '../terminal.ts';
import { type Destination, type ImportOptions, openDestination } from './destination.ts';
import { findFiles } from './find-files.ts';
import { importFile } from './import-file.ts';
import { readMappingFile, showMapped } from './mapped.ts';
import { createProgress } from './progress.ts';
import { type FileReport, maxProblems, newReport, summary, unknownLines } from './report.ts';
import { openSource, UnreadableSource } from './source.ts';
import { closing, createTally, type Tally } from './tally.ts';

async function importOne(
  terminal: Terminal,
  { file, at, of }: { file: string; at: number; of: number },
  format: EventFormat | null,
  openOnce: () => Promise<Destination>,
  options: ImportOptions,
  tally: Tally,
): Promise<FileReport> {
  const source = openSource(file, terminal.stdin);
  const destination = await openOnce();
  const { node, send } = await destination.open(file);
  await tally.begin(destination, node.node_id);
  const report = newReport(source.name, node);
  const progress = createProgress(terminal, source, {
    quiet: options.quiet === true,
    prefix: of > 1 ? `${at}/${of} ` : '',
  });
  try {
    const { keptSince } = destination;
    await importFile({ source, format, send, report, progress, keptSince, sources: tally.sources });
  } finally {
    progress.stop();
  }
  if (report.failure !== null) terminal.error(report.failure);
  if (report.expired > 0)
    terminal.say(
      `warning: ${source.name}: ${plural(report.expired, 'event')} older than RETENTION_DAYS will be deleted again by the server`,
    );
  if (report.bad > maxProblems)
    terminal.say(`${source.name}: ${plural(report.bad - maxProblems, 'more bad line')} not named`);
  if (!options.json) terminal.result(summary(report, format === null));
  for (const line of unknownLines(report)) terminal.say(line);
  return report;
}

/** 3 if part of it was imported, 1 if nothing was. */
function exitCodeOf(reports: readonly FileReport[], unreadable: number): ExitCode {
  const bad = unreadable + reports.filter((report) => report.failure !== null || report.bad > 0).length;
  if (bad === 0) return exitCodes.ok;
  const good = reports.some((report) => report.accepted + report.duplicate + report.skipped > 0);
  return good ? exitCodes.partly : exitCodes.failed;
}

const sum = (
  reports: readonly FileReport[],
  key: 'records' | 'accepted' | 'duplicate' | 'skipped' | 'bad' | 'alerts',
) => reports.reduce((total, report) => total + report[key], 0);

const totalKeys = ['records', 'accepted', 'duplicate', 'skipped', 'bad', 'alerts'] as const;

/** The whole command: all files, one after another; resolves with the exit code. */
export async function importAll(
  terminal: Terminal,
  args: string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const mapped = options.mapping === undefined ? null : readMappingFile(options.mapping, terminal.folder);
  if (mapped === null && options.dryRun)
    throw usageError('--dry-run needs --mapping', 'name the file of a mapping');
  if (mapped !== null && options.format !== 'auto')
    throw usageError('--mapping and --format cannot be used together', 'omit --format');
  const isFound = options.format === 'auto' && mapped === null;
  const format = mapped ?? (isFound ? null : findFormat(options.format));
  if (format === null && !isFound)
    throw usageError(
      `unknown format: ${options.format}`,
      `use auto, or one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  if (args.filter((file) => file === '-').length > 1)
    throw usageError('stdin can be read only once', 'pass - once');
  const { files, notes } = findFiles(args, terminal.folder);
  for (const note of notes) terminal.say(`note: ${note}`);
  if (mapped !== null && options.dryRun) return await showMapped(terminal, files, mapped);
  // Opened for the first file that exists: a mistyped name must not create an installation.
  let destination: Promise<Destination> | null = null;
  const openOnce = (): Promise<Destination> => {
    destination ??= openDestination(terminal, options);
    return destination;
  };
  const reports: FileReport[] = [];
  const tally = createTally();
  let unreadable = files.length === 0 ? 1 : 0;
  try {
    for (const [index, file] of files.entries()) {
      try {
        const place = { file, at: index + 1, of: files.length };
        reports.push(await importOne(terminal, place, format, openOnce, options, tally));
      } catch (error) {
        // A file that cannot be read must not stop the others; a store that does not respond must.
        if (!(error instanceof UnreadableSource)) throw error;
        terminal.error(error.message);
        unreadable += 1;
      }
    }
    if (destination !== null) await tally.end(await destination);
  } finally {
    await ((await destination) as Destination | null)?.close();
  }
  const totals = Object.fromEntries(totalKeys.map((key) => [key, sum(reports, key)])) as Record<
    (typeof totalKeys)[number],
    number
  >;
  const code = exitCodeOf(reports, unreadable);
  const made = tally.made();
  if (options.json) terminal.json({ format: options.format, ...totals, ...made, unreadable, files: reports });
  else if (totals.records > 0 && totals.bad === totals.records)
    terminal.say(
      isFound
        ? 'hint: no record names a sensor that is known, or a source; see decoyverse import --help'
        : `hint: no record has the format ${options.format}; leave --format out to have it found`,
    );
  else if (reports.length > 0 && options.quiet !== true)
    for (const line of closing(totals, made, reports.length)) terminal.say(line);
  return code;
}
