/** Recordings of terminals as they leave the server. */
import type { DocOf } from '../core/doc-kind.ts';
import { type RecordingBody, recordingFormats } from '../core/kept-file.ts';
import { time } from './fields.ts';
import { choice, flag, integer, object, type Static, text } from './schema.ts';

export const Recording = object({
  id: text({ examples: ['rec-1f0c2a7be2d49c1f0c2a7be2'] }),
  node_id: text(),
  session: text({ examples: ['c04f1e9a2b7d'] }),
  sha256: text({ description: 'Of the recording as received, in hex.' }),
  size_bytes: integer(),
  format: choice(recordingFormats, { description: 'As it was uploaded; it is played back as asciicast v2.' }),
  started_at: time('When the recording began.'),
  duration_ms: integer(),
});
export type Recording = Static<typeof Recording>;

export const toRecordingView = ({ id, body }: DocOf<RecordingBody>): Recording => {
  const { node_id, session, sha256, size_bytes, format, started_at, duration_ms } = body;
  return { id, node_id, session, sha256, size_bytes, format, started_at, duration_ms };
};

export const KeptRecording = object({
  recording: Recording,
  is_new: flag({ description: 'False: the session has it already.' }),
});
export type KeptRecording = Static<typeof KeptRecording>;
