/** `decoyverse follow --check`: what would be followed from where, and whether the server takes it. Changes nothing. */
import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { FoundPart } from '../../ingest/any-sensor.ts';
import { createFramer } from '../../ingest/framing/framer.ts';
import { createRecordReader } from '../../ingest/record-reader.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import { plural, sizeText, type Terminal } from '../terminal.ts';
import { type FoundLog, findLogs } from './find-logs.ts';
import { bytesAt, matches } from './mark.ts';
import { type FollowOptions, type FollowPlan, toPlan } from './options.ts';
import { rotatedOf } from './rotated.ts';
import { findServerProblem, hints } from './server.ts';
import { journalStateFile, logStateFile, stateFolderOf } from './state.ts';

const sampleBytes = 64 * 1024;

/** How the whole lines at the beginning of a log are read: `12 records of cowrie, 1 bad`. */
function formatText(bytes: Buffer, { rules, format }: FollowPlan): { text: string; isReadable: boolean } {
  const reader = createRecordReader(rules);
  const counts = new Map<string, number>();
  let bad = 0;
  const framed = createFramer().push(bytes.subarray(0, bytes.lastIndexOf(10) + 1));
  for (const entry of framed.flatMap((one) => reader.read(one, one.line))) {
    if (entry.status === 'invalid') bad += 1;
    else {
      const record = entry.status === 'draft' ? entry.record : null;
      const found =
        record instanceof FoundPart
          ? (record.format ?? 'a sensor that is not known')
          : (format ?? 'the mapping');
      const name = entry.status === 'skipped' ? 'messages of the sensor' : (found ?? 'unknown');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  if (counts.size === 0 && bad === 0) return { text: 'no whole line yet', isReadable: true };
  const parts = [...counts].map(([name, count]) => `${plural(count, 'event')} of ${name}`);
  if (bad > 0) parts.push(`${plural(bad, 'record')} that cannot be read`);
  return { text: `${parts.join(', ')} at its beginning`, isReadable: counts.size > 0 };
}

function checkLog(
  terminal: Terminal,
  { path, named }: FoundLog,
  plan: FollowPlan,
  options: FollowOptions,
): boolean {
  const known = logStateFile(stateFolderOf(plan.stateFolder, plan.url), path).read();
  const rotated = rotatedOf(path);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT';
    terminal.result(
      `${isMissing ? 'waits  ' : 'error  '} ${path}: ${isMissing ? 'does not exist yet' : code === 'EACCES' ? 'permission denied' : code}`,
    );
    return isMissing;
  }
  try {
    const { size, ino } = fstatSync(fd);
    const position = known?.files.find((file) => file.ino === String(ino) && matches(fd, file)) ?? null;
    const { text, isReadable } = formatText(bytesAt(fd, 0, Math.min(size, sampleBytes)), plan);
    const from =
      position !== null
        ? `read up to byte ${position.offset}, ${sizeText(size - position.offset)} to send`
        : known !== null
          ? 'new since the last time, to be sent as a whole'
          : options.newOnly
            ? `${sizeText(size)} to be left out (--new-only)`
            : `${sizeText(size)} to send from its beginning`;
    terminal.result(`${isReadable ? 'ok     ' : 'warning'} ${path}: ${from}`);
    terminal.result(`        ${text}`);
    const inodes = new Set(known?.files.map((file) => file.ino));
    const fresh = rotated.filter((file) => (known === null ? named.has(file.path) : !inodes.has(file.ino)));
    if (rotated.length > 0)
      terminal.result(
        `        ${plural(rotated.length, 'rotated file')}, ${
          fresh.length === 0 ? 'none' : fresh.map((file) => basename(file.path)).join(', ')
        } to be looked at`,
      );
    return isReadable;
  } finally {
    closeSync(fd);
  }
}

/** Of recordings or captured files. */
function showFolder(terminal: Terminal, place: string, isRecordings: boolean): boolean {
  const what = isRecordings ? 'recordings' : 'files';
  try {
    const count = readdirSync(place).length;
    terminal.result(`ok      ${what} in ${place}: ${plural(count, 'name')}, sent when a record names them`);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'permission denied' : code;
    terminal.result(`warning ${what} in ${place}: ${why}`);
    return false;
  }
}

export async function check(
  terminal: Terminal,
  paths: readonly string[],
  options: FollowOptions,
): Promise<ExitCode> {
  const plan = await toPlan(terminal, paths, options);
  const problem = await findServerProblem(plan);
  if (problem === null) terminal.result(`ok      ${plan.url} answers and takes events with this key`);
  else {
    terminal.result(`error   ${problem.message}`);
    const hint = hints[problem.kind];
    if (hint !== undefined) terminal.result(`        ${hint}`);
  }
  const { logs, problems } = findLogs(paths, terminal.folder);
  const good = logs.map((log) => checkLog(terminal, log, plan, options));
  for (const line of problems) terminal.result(`warning ${line}`);
  const folder = stateFolderOf(plan.stateFolder, plan.url);
  for (const unit of options.journal ?? []) {
    const known = journalStateFile(folder, unit).read();
    terminal.result(
      `ok      journal of ${unit}: ${
        known === null
          ? options.newOnly
            ? 'from now on'
            : 'from its beginning'
          : `from ${new Date(Number(known.timeUs) / 1000).toISOString()}`
      }`,
    );
  }
  const places = [...plan.recordings, ...plan.files];
  const unreadable = places.filter((place) => !showFolder(terminal, place, plan.recordings.includes(place)));
  terminal.result(`        positions are kept in ${folder}`);
  if (problem !== null) return exitCodes.failed;
  return problems.length > 0 || good.includes(false) || unreadable.length > 0
    ? exitCodes.partly
    : exitCodes.ok;
}
