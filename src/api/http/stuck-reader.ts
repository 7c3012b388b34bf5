/** A reader who takes nothing of a long answer is let go: its place is another's. */
import type { Socket } from 'node:net';

export interface ReaderWatch {
  /** Whether the answer waits for its reader, and not for the store. */
  isWaiting: boolean;
  end(): void;
}

/** `onStuck` is called once, when nothing was taken for `mostMs` while the answer waited for its reader. */
export function watchReader(socket: Socket, mostMs: number, onStuck: () => void): ReaderWatch {
  /** What the connection took; the rest waits in this process. */
  const takenBytes = (): number => socket.bytesWritten - socket.writableLength;
  let seenBytes = takenBytes();
  let isQuiet = false;
  const timer = setInterval(() => {
    const bytes = takenBytes();
    const isStill = watch.isWaiting && bytes === seenBytes;
    seenBytes = bytes;
    // Two looks in a row: half a period of waiting is no whole one.
    if (isStill && isQuiet) {
      watch.end();
      onStuck();
    }
    isQuiet = isStill;
  }, mostMs / 2);
  timer.unref();
  const watch: ReaderWatch = { isWaiting: true, end: () => clearInterval(timer) };
  return watch;
}
