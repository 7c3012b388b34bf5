/**
 * One log through all its rotations: the file that is written, and those that it was before. `look` finds out what became
 * of them; `read` reads them, oldest first.
 *
 *   renamed      the open file has a new name, and the name a new file: the old one is read to its end, then the new one
 *   copied and   the file is shorter, or begins differently; a rotated file has what was read: it is read on there, then
 *   emptied      the emptied one from its beginning
 *   emptied      and nobody has the rest: it is read from its beginning, and said so
 *   compressed   recognized by its content, unpacked, and read on
 *
 * Longer than most files: each of these cases changes the same queue of open files, and they meet in any order.
 */
import { closeSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { BatchRules } from '../../ingest/record-reader.ts';
import type { Found } from './log-lines.ts';
import { LogPart } from './log-part.ts';
import { beginAlike, lastLineEnd, type Mark, matches, start } from './mark.ts';
import { type LogFile, settledRotatedOf } from './rotated.ts';
import type { FollowSource, Piece } from './source.ts';
import type { FileState, LogState, StateFile } from './state.ts';
import { openUnpacked } from './unpack.ts';

/** Rotated files that are held open at once; unpacked ones take their size of the disk. */
const mostOpen = 32;
const mostUnpacked = 2;
/** Files that are gone and still remembered, so that they are known under another name. */
const mostGone = 200;

export interface LogParts {
  path: string;
  /** Rotated files to read from their beginning although they were there before (they were named). */
  named: ReadonlySet<string>;
  rules: BatchRules;
  format: string | null;
  state: StateFile<LogState>;
  stateFolder: string;
  /** Begins at the end of a log that is not known yet. */
  newOnly: boolean;
  say(line: string): void;
}

export function openLog({
  path,
  named,
  rules,
  format,
  state,
  stateFolder,
  newOnly,
  say,
}: LogParts): FollowSource {
  const name = basename(path);
  const known = state.read();
  /** What is known of files that are not open. */
  let done: FileState[] = known?.files ?? [];
  let isFirst = known === null;
  let lastLive = done.findLast((one) => one.name === name) ?? null;
  /** Oldest first; the one that is written is the last. */
  let queue: LogPart[] = [];
  let live: LogPart | null = null;
  /** Files before which there is one that was not opened yet. */
  let behind = new Set<LogPart>();
  let isChanged = known === null;
  /** Found when a file ended or was emptied: sent before anything else. */
  let leftover: { found: Found; name: string } | null = null;
  /** The rotated files at the last look. */
  let listedBefore: readonly LogFile[] | null = null;
  const unpackedParts = new Set<LogPart>();
  const said = new Set<string>();
  /** Compressed copies of files that are open, by inode. */
  const copies = new Map<string, LogPart>();
  /** Size and time of the read files, by inode. */
  const looked = new Map<string, string>();

  const sayOnce = (line: string): void => {
    if (said.has(line)) return;
    if (said.size > 1000) said.clear();
    said.add(line);
    say(line);
  };

  const save = (): void => {
    const open = queue.map(({ ino, name, stored }): FileState => ({ ...stored, ino, name, isDone: false }));
    state.write({ version: 1, path, files: [...done, ...open] });
    isChanged = false;
  };

  const open = (file: { path: string; ino: string }, fd: number, mark: Mark): LogPart =>
    new LogPart({ fd, ino: file.ino, path: file.path, name: basename(file.path), mark, rules, format });

  const openFile = (file: string): number | null => {
    try {
      return openSync(file, 'r');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT')
        sayOnce(`warning: cannot read ${file}: ${code === 'EACCES' ? 'permission denied' : code}`);
      return null;
    }
  };

  const keepLeftover = (found: Found, from: string): void => {
    if (found.records > 0) leftover = { found, name: from };
  };

  /** What a file says about the positions that are known: the one that it goes on from. */
  const knownIn = (fd: number, ino: string, files: readonly FileState[]): FileState | null =>
    files.find((one) => one.ino === ino && matches(fd, one)) ??
    files.filter((one) => one.offset > 0 && matches(fd, one)).sort((a, b) => b.offset - a.offset)[0] ??
    null;

  const forget = (file: FileState): void => {
    done = done.filter((one) => one !== file);
  };

  /** Whether a file was read to its end under whatever name. One that has not changed is not looked into again. */
  function isRead(file: LogFile, before: FileState): boolean {
    if (file.isPacked) return before.isDone;
    if (before.offset !== file.sizeBytes) return false;
    const look = `${file.sizeBytes} ${file.changedNs}`;
    if (looked.get(file.ino) === look) return true;
    const fd = openFile(file.path);
    if (fd === null) return true;
    const isSame = matches(fd, before);
    closeSync(fd);
    if (isSame) looked.set(file.ino, look);
    return isSame;
  }

  /** A file that was rotated and is not open: what is to be read of it. Null = nothing (any more, or yet). */
  async function takeRotated(file: LogFile, emptied: LogPart | null): Promise<LogPart | null> {
    if (isFirst && !named.has(file.path)) {
      const fd = file.isPacked ? null : openFile(file.path);
      const mark = fd === null ? start : lastLineEnd(fd);
      if (fd !== null) closeSync(fd);
      done.push({ ...mark, ino: file.ino, name: basename(file.path), isDone: true });
      return null;
    }
    if (emptied === null && queue.some((one) => one === copies.get(file.ino))) return null;
    // Compression is going on: the file without the suffix is still there.
    if (file.isPacked && statSync(file.path.replace(/\.\w+$/, ''), { throwIfNoEntry: false })) return null;
    let fd: number | null;
    if (file.isPacked) {
      const { fd: unpacked, problem } = await openUnpacked(file.path, stateFolder);
      fd = unpacked;
      if (problem !== null)
        sayOnce(`warning: ${basename(file.path)}: ${problem}; what can be read of it is sent`);
    } else fd = openFile(file.path);
    if (fd === null) return null;
    if (emptied !== null && emptied.reached.offset > 0 && matches(fd, emptied.reached)) {
      const part = open(file, fd, start);
      emptied.continueIn(part);
      if (file.isPacked) unpackedParts.add(part);
      return part;
    }
    // A copy of a file that is open: that one is read, and is emptied in a moment or was just now.
    const original =
      emptied === null ? queue.find((one) => !one.isIntact() || beginAlike(fd, one.fd)) : undefined;
    if (original !== undefined) {
      if (file.isPacked) copies.set(file.ino, original);
      closeSync(fd);
      return null;
    }
    const from = knownIn(fd, file.ino, done);
    const part = open(file, fd, from ?? start);
    if (from !== null) {
      forget(from);
      if (part.sizeBytes() === from.offset) {
        done.push({ ...from, ino: file.ino, name: basename(file.path), isDone: true });
        part.close();
        isChanged = true;
        return null;
      }
    }
    if (file.isPacked) unpackedParts.add(part);
    return part;
  }

  /** The file under the name of the log: the one that is open, or another. */
  function lookAtLive(): void {
    const about = statSync(path, { bigint: true, throwIfNoEntry: false });
    const ino = about?.isFile() === true ? String(about.ino) : null;
    if (ino === null || ino === live?.ino) return;
    const fd = openFile(path);
    if (fd === null) return;
    const part = open({ path, ino }, fd, start);
    if (live === null) {
      const before = done.find((one) => one.ino === ino);
      if (isFirst && newOnly) part.reached = part.safe = part.stored = lastLineEnd(fd);
      part.backlogBytes = part.sizeBytes();
      if (before !== undefined) {
        forget(before);
        part.reached = part.safe = part.stored = before;
      }
    }
    live = part;
    queue.push(part);
    isChanged = true;
  }

  async function look(): Promise<void> {
    const wasOpen = live !== null;
    lookAtLive();
    const emptied = queue.find((part) => !part.isIntact()) ?? null;
    // Listed after: a file that was renamed in between is open already, and known by its inode.
    const files = settledRotatedOf(path, listedBefore);
    listedBefore = files;
    const listed = new Set(files.map(({ ino }) => ino));
    const inodes = new Map(queue.map((part) => [part.ino, part]));
    let firstWaiting = Number.POSITIVE_INFINITY;
    let hasContinuation = false;
    const order = new Map<LogPart, number>();
    for (const [at, file] of files.entries()) {
      let part = inodes.get(file.ino) ?? null;
      if (part !== null && part !== live) {
        part.path = file.path;
        part.name = basename(file.path);
      } else if (part === null) {
        const before = done.find(({ ino }) => ino === file.ino);
        if (before !== undefined && isRead(file, before)) {
          before.name = basename(file.path);
          continue;
        }
        // Only older ones count: they are read first, and then there is room.
        const older = [...unpackedParts].filter((one) => order.has(one) || !listed.has(one.ino));
        const isFull = order.size >= mostOpen || (file.isPacked && older.length >= mostUnpacked);
        if (isFull && (!isFirst || named.has(file.path))) {
          firstWaiting = Math.min(firstWaiting, at);
          continue;
        }
        const waiting = hasContinuation ? null : emptied;
        const offset = waiting?.reached.offset ?? 0;
        part = await takeRotated(file, waiting);
        if (part === null) continue;
        if (waiting !== null && offset > 0 && waiting.reached.offset === 0) {
          hasContinuation = true;
          // It comes after its copy, unless its own new name says where.
          if (waiting !== live && !listed.has(waiting.ino)) order.set(waiting, at + 0.5);
        }
        if (!wasOpen) part.backlogBytes = part.sizeBytes();
        queue.push(part);
        isChanged = true;
      }
      if (part !== live) order.set(part, at);
    }
    for (const [at, { ino }] of files.entries()) {
      const original = copies.get(ino);
      if (original !== undefined && original !== live && !order.has(original)) order.set(original, at);
    }
    // One that has no name any more stays behind the one that it was behind.
    let last = -1;
    const placed = queue.map((part, at) => {
      const place = part === live ? files.length : (order.get(part) ?? last);
      last = place;
      return { part, at, place };
    });
    placed.sort((a, b) => a.place - b.place || a.at - b.at);
    queue = placed.map(({ part }) => part);
    behind = new Set(placed.filter(({ place }) => place > firstWaiting).map(({ part }) => part));
    if (emptied !== null && !hasContinuation && emptied.reached.offset > 0) {
      const { offset } = emptied.reached;
      keepLeftover(emptied.restart(), emptied.name);
      say(
        wasOpen
          ? `${emptied.path} was emptied and is read from its beginning (it had been read up to byte ${offset})`
          : `warning: what was read of ${path} before (up to byte ${offset}) is gone; what was added to it since then is lost`,
      );
    }
    sayGap(files);
    prune(files);
    isFirst = false;
    if (isChanged) save();
  }

  /** Once, after a start: the file that was written when it was last read cannot be found under any name. */
  function sayGap(files: readonly LogFile[]): void {
    const last = lastLive;
    lastLive = null;
    if (
      last === null ||
      last.offset === 0 ||
      !done.includes(last) ||
      files.some(({ ino }) => ino === last.ino)
    )
      return;
    say(
      `warning: the ${name} that was read before (up to byte ${last.offset}) is gone; what was added to it since then is lost`,
    );
  }

  function prune(files: readonly LogFile[]): void {
    const there = new Set(files.map(({ ino }) => ino));
    for (const memory of [looked, copies])
      for (const ino of memory.keys()) if (!there.has(ino)) memory.delete(ino);
    done = done.filter(({ ino, offset }) => offset > 0 || there.has(ino));
    const gone = done.filter(({ ino }) => !there.has(ino));
    if (gone.length <= mostGone) return;
    const old = new Set(gone.slice(0, gone.length - mostGone));
    done = done.filter((one) => !old.has(one));
  }

  const toPiece = (found: Found, from: string, isBacklog: boolean, commit: () => void): Piece => ({
    ...found,
    name: from,
    isBacklog,
    commit,
  });

  function takeLeftover(): Piece | null {
    if (leftover === null) return null;
    const { found, name } = leftover;
    leftover = null;
    return toPiece(found, name, false, save);
  }

  /** A rotated file that was read to its end, and into which nobody writes any more. */
  function finish(part: LogPart): Piece | null {
    const found = part.finish();
    const { offset } = part.reached;
    const commit = (): void => {
      queue = queue.filter((one) => one !== part);
      unpackedParts.delete(part);
      done.push({ ...part.reached, ino: part.ino, name: part.name, isDone: true });
      part.close();
      save();
    };
    if (found.records > 0) return toPiece(found, part.name, offset <= part.backlogBytes, commit);
    commit();
    return null;
  }

  async function read(): Promise<Piece | null> {
    const first = takeLeftover();
    if (first !== null) return first;
    for (const part of [...queue]) {
      if (behind.has(part)) return null;
      while (true) {
        const isBacklog = part.reached.offset < part.backlogBytes;
        const beginning = part.beginning();
        if (beginning !== null && beginning.length > 0) {
          // What it had before may stand in a copy by now, which comes first.
          await look();
          if (queue[0] !== part || behind.has(part) || leftover !== null) return read();
        }
        const result = part.read(beginning);
        if (result.kind === 'changed') {
          await look();
          return takeLeftover();
        }
        if (result.kind === 'end') break;
        const commit = (): void => {
          part.stored = part.safe;
          save();
        };
        if (result.found.records > 0) return toPiece(result.found, part.name, isBacklog, commit);
        // Blank lines, or a piece of a line that has not ended.
        if (part.safe !== part.stored) commit();
        return toPiece(result.found, part.name, isBacklog, () => undefined);
      }
      if (part === live) return null;
      const at = queue.indexOf(part);
      const isFinal = queue.slice(at + 1).some((later) => later.sizeBytes() > 0);
      if (!isFinal) return null;
      const last = finish(part);
      if (last !== null) return last;
    }
    return null;
  }

  return {
    name,
    look,
    read,
    fellBehind() {
      for (const part of queue) part.backlogBytes = part.sizeBytes();
    },
    left() {
      const bytes = queue.reduce((sum, part) => sum + Math.max(0, part.sizeBytes() - part.safe.offset), 0);
      return bytes === 0
        ? null
        : `${path}: ${bytes} bytes of a line that has not ended are left for the next time`;
    },
    close() {
      for (const part of queue) part.close();
      queue = [];
    },
  };
}
