/** How what describes a kept file is stored. */
import { storedList, storedNumber, storedText } from './doc-kind.ts';
import type { JsonObject } from './event.ts';
import { type CaptureBody, type RecordingBody, recordingFormats } from './kept-file.ts';

const storedFile = (body: JsonObject) => ({
  node_id: storedText(body, 'node_id', ''),
  sha256: storedText(body, 'sha256', ''),
  size_bytes: storedNumber(body, 'size_bytes') ?? 0,
  stored_bytes: storedNumber(body, 'stored_bytes') ?? 0,
  parts: storedNumber(body, 'parts') ?? 0,
});

export const parseRecording = (body: JsonObject): RecordingBody => ({
  ...storedFile(body),
  session: storedText(body, 'session', ''),
  format: recordingFormats.find((format) => format === body.format) ?? 'cowrie',
  started_at: storedText(body, 'started_at', ''),
  duration_ms: storedNumber(body, 'duration_ms') ?? 0,
});

export const parseCapture = (body: JsonObject): CaptureBody => ({
  ...storedFile(body),
  type: storedText(body, 'type', ''),
  names: storedList<string>(body, 'names'),
  sessions: storedList<CaptureBody['sessions'][number]>(body, 'sessions'),
  count: storedNumber(body, 'count') ?? 0,
  last_at: storedText(body, 'last_at', ''),
});
