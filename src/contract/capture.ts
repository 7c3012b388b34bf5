/** Files that visitors left, as they are described; their bytes leave the server only in an encrypted archive. */
import type { DocOf } from '../core/doc-kind.ts';
import type { CaptureBody } from '../core/kept-file.ts';
import { plainTime } from './fields.ts';
import { flag, integer, list, object, type Static, text } from './schema.ts';

export const Capture = object({
  sha256: text({ description: 'Of its bytes, in hex.' }),
  size_bytes: integer(),
  type: text({ description: 'The file type according to its first bytes.', examples: ['ELF 32-bit, ARM'] }),
  names: list(text(), { description: 'File names under which it arrived: hostile text, at most 10.' }),
  sessions: list(object({ node_id: text(), session: text() }), {
    description: 'Sessions in which it was reported, the latest last; at most 20.',
  }),
  count: integer({ description: 'How many times it occurred.' }),
  first_at: plainTime,
  last_at: plainTime,
});
export type Capture = Static<typeof Capture>;

export const toCaptureView = ({ created_at, body }: DocOf<CaptureBody>): Capture => {
  const { sha256, size_bytes, type, names, sessions, count, last_at } = body;
  return { sha256, size_bytes, type, names, sessions, count, first_at: created_at, last_at };
};

export const KeptCapture = object({
  capture: Capture,
  is_new: flag({ description: 'False: the file was already known, and this report was counted.' }),
});
export type KeptCapture = Static<typeof KeptCapture>;
