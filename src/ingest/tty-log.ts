/**
 * Recordings of terminals. Cowrie's binary form is a row of records: op (1 open, 2 close, 3 write), tty, length, direction
 * (1 in, 2 out, 3 what the visitor typed), seconds, microseconds, each four bytes from the lowest, then the bytes. What is
 * played is asciicast v2, one JSON text a line, which other recorders write themselves.
 */
import { AppError } from '../core/errors.ts';
import type { RecordingFormat } from '../core/kept-file.ts';

const headerBytes = 24;
const ops = { open: 1, close: 2, write: 3, exec: 4 } as const;
const output = 2;

/** What was shown (`o`) or typed (`i`), and when (ms since 1970). */
export interface TtyFrame {
  atMs: number;
  kind: 'o' | 'i';
  text: string;
}

export interface Recording {
  format: RecordingFormat;
  /** Ms since 1970. */
  startedMs: number;
  durationMs: number;
  width: number;
  height: number;
  frames: TtyFrame[];
}

const unreadable = (): AppError =>
  new AppError(
    'bad_request',
    'The body is no recording: neither one of Cowrie (tty/<sha256>) nor an asciicast v2',
  );

/** Times of a real clock; a recording with others is of no terminal. */
const isTime = (seconds: number): boolean => seconds > 0 && seconds < 0xffffffff;

/** A recording that was cut off is played as far as it goes. Null where the first record is none. */
function parseCowrie(bytes: Uint8Array): Recording | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: TtyFrame[] = [];
  // Characters may be cut between two records; each direction goes on where it was.
  const decoders = { o: new TextDecoder(), i: new TextDecoder() };
  let startedMs: number | null = null;
  let lastMs = 0;
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const op = view.getInt32(at, true);
    const length = view.getInt32(at + 8, true);
    const seconds = view.getUint32(at + 16, true);
    const micros = view.getUint32(at + 20, true);
    if (op < ops.open || op > ops.exec || length < 0 || micros >= 1_000_000 || !isTime(seconds)) {
      if (startedMs === null) return null;
      break;
    }
    const atMs = seconds * 1000 + micros / 1000;
    startedMs ??= atMs;
    // A clock that was set back does not turn the recording back.
    lastMs = Math.max(lastMs, atMs);
    at += headerBytes;
    const data = bytes.subarray(at, at + length);
    at += length;
    if (op !== ops.write || data.length === 0) continue;
    const kind = view.getInt32(at - length - headerBytes + 12, true) === output ? 'o' : 'i';
    const text = decoders[kind].decode(data, { stream: true });
    if (text !== '') frames.push({ atMs: lastMs, kind, text });
  }
  if (startedMs === null) return null;
  return { format: 'cowrie', startedMs, durationMs: lastMs - startedMs, width: 80, height: 24, frames };
}

const inRange = (value: unknown, most: number, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most ? value : otherwise;

function parseAsciicast(bytes: Uint8Array): Recording | null {
  const [first = '', ...lines] = new TextDecoder().decode(bytes).split('\n');
  if (!/^\s*\{/.test(first)) return null;
  try {
    const header = JSON.parse(first) as {
      version?: unknown;
      width?: unknown;
      height?: unknown;
      timestamp?: unknown;
    };
    if (header.version !== 2) return null;
    const startedMs =
      typeof header.timestamp === 'number' && isTime(header.timestamp) ? header.timestamp * 1000 : 0;
    const frames: TtyFrame[] = [];
    let lastMs = startedMs;
    for (const line of lines) {
      if (line.trim() === '') continue;
      const [seconds, kind, text] = JSON.parse(line) as [unknown, unknown, unknown];
      if (typeof seconds !== 'number' || !(seconds >= 0) || typeof text !== 'string') return null;
      lastMs = Math.max(lastMs, startedMs + seconds * 1000);
      if (kind === 'o' || kind === 'i') frames.push({ atMs: lastMs, kind, text });
    }
    return {
      format: 'asciicast',
      startedMs,
      durationMs: lastMs - startedMs,
      width: inRange(header.width, 1000, 80),
      height: inRange(header.height, 1000, 24),
      frames,
    };
  } catch {
    return null;
  }
}

/** Throws `bad_request` for what is no recording. */
export function parseRecording(bytes: Uint8Array): Recording {
  const recording = bytes[0] === 0x7b ? parseAsciicast(bytes) : parseCowrie(bytes);
  if (recording === null) throw unreadable();
  return recording;
}

/**
 * Recordings of one session as one asciicast v2, in the order in which they began; each begins with a marker (`m`). Pauses
 * between two of them are a second.
 */
export function toAsciicast(recordings: readonly Recording[], title: string): string {
  const all = [...recordings].sort((a, b) => a.startedMs - b.startedMs);
  const [first] = all;
  const lines = [
    JSON.stringify({
      version: 2,
      width: Math.max(...all.map(({ width }) => width), 1),
      height: Math.max(...all.map(({ height }) => height), 1),
      timestamp: Math.floor((first?.startedMs ?? 0) / 1000),
      idle_time_limit: 3,
      title,
    }),
  ];
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  let offsetMs = 0;
  for (const [number, { startedMs, durationMs, frames }] of all.entries()) {
    if (all.length > 1) lines.push(JSON.stringify([seconds(offsetMs), 'm', `recording ${number + 1}`]));
    for (const { atMs, kind, text } of frames)
      lines.push(JSON.stringify([seconds(offsetMs + atMs - startedMs), kind, text]));
    offsetMs += durationMs + 1000;
  }
  return `${lines.join('\n')}\n`;
}
