/** Whether a file in a folder is a log that can be imported: by its name, and by how it begins. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { toText } from '../../ingest/framing/decode.ts';
import { createTextLog, isTextLog } from '../../ingest/text-log.ts';

const headBytes = 64 * 1024;
const mostPlain = 1024 * 1024;
const byName = /\.(?:json|ndjson|jsonl|csv|cef)$/i;
const packed = /\.(?:gz|zst)$/i;
/** `.1`, `-20261124`, `.2026-11-24_03` */
const rotated = /[.-]\d[\d_T.-]{0,30}$/;
const perhaps = /(?:\.log|^auth|^secure|^messages|^syslog)$|\.log\b/i;

function headOf(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(headBytes);
    const length = readSync(fd, bytes, 0, headBytes, 0);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

/** The beginning of a packed file; its end is missing, so what there is counts. */
function unpacked(head: Buffer): Buffer {
  try {
    if (head[0] === 0x1f && head[1] === 0x8b)
      return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostPlain });
    if (head.readUInt32LE(0) === 0xfd2fb528)
      return zstdDecompressSync(head, {
        finishFlush: constants.ZSTD_e_flush,
        maxOutputLength: mostPlain,
      });
  } catch {
    return head;
  }
  return head;
}

/** False for a file that cannot be read: whoever names it learns why. */
export function isLog(path: string): boolean {
  const name = basename(path).replace(packed, '').replace(rotated, '');
  if (byName.test(name)) return true;
  if (!perhaps.test(name)) return false;
  try {
    const head = unpacked(headOf(path));
    const text = toText(head);
    if (!isTextLog(text, head.length < headBytes)) return /[{[]/.test(text);
    return createTextLog(new Date(0).toISOString())
      .push(head)
      .some(({ status }) => status === 'draft');
  } catch {
    return false;
  }
}
