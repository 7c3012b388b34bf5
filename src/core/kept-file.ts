/** Files that sensors bring beside their events: recordings of terminals, and what visitors left. */

/** What describes a kept file; its bytes are parts of their own (`file-part`), under the same id. */
interface KeptFile {
  node_id: string;
  /** Of its bytes, in hex. */
  sha256: string;
  size_bytes: number;
  /** What it takes in the store. */
  stored_bytes: number;
  parts: number;
}

export const recordingFormats = ['cowrie', 'asciicast'] as const;
export type RecordingFormat = (typeof recordingFormats)[number];

/** A terminal's recording. Its tag names node and session; `created_at` is when it began, so that retention finds it. */
export interface RecordingBody extends KeptFile {
  session: string;
  format: RecordingFormat;
  /** ISO; when the recording began. */
  started_at: string;
  duration_ms: number;
}

/** A file that a visitor left, once for a tenant. Never given out but in an encrypted archive. */
export interface CaptureBody extends KeptFile {
  /** What its bytes say it is: `ELF 64-bit, x86-64`. */
  type: string;
  /** Names that it came under: hostile text, at most 10. */
  names: string[];
  /** Sessions that it came in, as node and session, the latest last; at most 20. */
  sessions: { node_id: string; session: string }[];
  /** How often it was sent. */
  count: number;
  last_at: string;
}

/** That a captured file came in a session, which is its tag: what is asked for by a session is found by it alone. */
export interface CaptureSessionBody {
  sha256: string;
  /** ISO; the latest report in that session. */
  last_at: string;
  /** Ids of the records that reported it there, the latest last, at most 20: each counts once. */
  records: string[];
}

export interface FilePartBody {
  /** Deflated, in base64. */
  data: string;
}

/** Of one file as it comes. */
export const mostRecordingBytes = 4 * 1024 * 1024;
export const mostCaptureBytes = 16 * 1024 * 1024;
/** Of one session: each command that a client runs has a recording of its own. */
export const mostRecordingsOfSession = 20;
/** Of a tenant, beside the quota of bytes: so many can be listed and summed. */
export const mostKeptFiles = 10_000;
