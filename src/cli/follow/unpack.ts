/** A rotated log that was compressed: as an open file without a name, which is gone when it is closed or the process ends. */
import { closeSync, createReadStream, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { plainBytes } from '../../ingest/framing/byte-steps.ts';

/** The descriptor, to be closed. What can be read of a damaged file is there. Rejects with what the disk refuses. */
export async function openUnpacked(
  path: string,
  folder: string,
): Promise<{ fd: number; problem: string | null }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = join(folder, `unpacked-${process.pid}`);
  const fd = openSync(name, 'w+', 0o600);
  unlinkSync(name);
  let problem: string | null = null;
  try {
    const source = plainBytes(createReadStream(path))[Symbol.asyncIterator]();
    while (true) {
      let next: IteratorResult<Uint8Array, void>;
      try {
        next = await source.next();
      } catch (error) {
        problem = (error as Error).message;
        break;
      }
      if (next.done === true) break;
      for (let at = 0; at < next.value.length; ) at += writeSync(fd, next.value, at);
    }
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, problem };
}
