/** `decoyverse import`: opens the destination, imports one file after another, and adds up the totals. */
import type { EventFormat } from '../../core/format.ts';
import { findFormat, formats } from '../../ingest/index.ts';
import { type ExitCode, exitCodes, usageError } from '../failure.ts';
import { plural, type Terminal } from '../terminal.ts';
import { type Destination, type ImportOptions, openDestination } from './destination.ts';
import { importFile } from './import-file.ts';
import { createProgress } from './progress.ts';
import { type FileReport, maxProblems, newReport, summary } from './report.ts';
import { openSource, UnreadableSource } from './source.ts';

async function importOne(
  terminal: Terminal,
  file: string,
  format: EventFormat,
  openOnce: () => Promise<Destination>,
  options: ImportOptions,
): Promise<FileReport> {
  const source = openSource(file, terminal.stdin);
  const destination = await openOnce();
  const { node, send } = await destination.open(file);
  const report = newReport(source.name, node);
  const progress = createProgress(terminal, source, { quiet: options.quiet === true });
  try {
    const { keptSince } = destination;
    await importFile({ source, format, send, report, progress, keptSince });
  } finally {
    progress.stop();
  }
  if (report.failure !== null) terminal.error(report.failure);
  if (report.expired > 0)
    terminal.say(
      `warning: ${source.name}: ${plural(report.expired, 'event')} older than RETENTION_DAYS will be deleted again by the server`,
    );
  if (report.bad > maxProblems)
    terminal.say(`${source.name}: ${plural(report.bad - maxProblems, 'more bad line')} not shown`);
  if (!options.json) terminal.result(summary(report));
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

/** The whole command: all files, one after another; resolves with the exit code. */
export async function importAll(
  terminal: Terminal,
  files: string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const format = findFormat(options.format);
  if (format === null)
    throw usageError(
      `unknown format: ${options.format}`,
      `use one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  if (files.filter((file) => file === '-').length > 1)
    throw usageError('stdin can be read only once', 'pass - once');
  // Opened for the first file that exists: a mistyped name must not create an installation.
  let destination: Promise<Destination> | null = null;
  const openOnce = (): Promise<Destination> => {
    destination ??= openDestination(terminal, options);
    return destination;
  };
  const reports: FileReport[] = [];
  let unreadable = 0;
  try {
    for (const file of files) {
      try {
        reports.push(await importOne(terminal, file, format, openOnce, options));
      } catch (error) {
        // A file that cannot be read must not stop the others; a store that does not respond must.
        if (!(error instanceof UnreadableSource)) throw error;
        terminal.error(error.message);
        unreadable += 1;
      }
    }
  } finally {
    await ((await destination) as Destination | null)?.close();
  }
  const totals = {
    records: sum(reports, 'records'),
    accepted: sum(reports, 'accepted'),
    duplicate: sum(reports, 'duplicate'),
    skipped: sum(reports, 'skipped'),
    bad: sum(reports, 'bad'),
    alerts: sum(reports, 'alerts'),
  };
  const code = exitCodeOf(reports, unreadable);
  if (options.json) terminal.json({ format: format.name, ...totals, unreadable, files: reports });
  else if (code === exitCodes.failed && totals.records > 0 && totals.bad === totals.records)
    terminal.say(`hint: no record has the format ${format.name}; see decoyverse import --help`);
  return code;
}
