/** A recording of terminals (asciicast v2) as frames on the clock of the session. */
export interface Frame {
  /** Epoch ms. */
  atMs: number;
  /** `o` was shown, `i` was typed. */
  kind: 'o' | 'i';
  text: string;
}

export interface Cast {
  width: number;
  height: number;
  frames: Frame[];
  /** Lines that are none. */
  unreadable: number;
}

const asNumber = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * `startsMs`: when each recording of the session began. A marker stands before each where there are several: the pauses
 * between them are not in the cast, and what stands beside it has the time of the day.
 */
export function parseCast(text: string, startsMs: readonly number[]): Cast {
  const [first = '', ...lines] = text.split('\n');
  const given = parseLine(first);
  const header = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  let unreadable = typeof given === 'object' && given !== null ? 0 : 1;
  const frames: Frame[] = [];
  let markers = 0;
  let startMs = startsMs[0] ?? asNumber(header.timestamp, 0) * 1000;
  let markerMs = 0;
  let lastMs = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const parts = parseLine(line);
    const [seconds, kind, said] = Array.isArray(parts) ? (parts as unknown[]) : [];
    const offsetMs = asNumber(seconds, -1) * 1000;
    if (offsetMs < 0 || typeof kind !== 'string' || typeof said !== 'string') unreadable++;
    else if (kind === 'm') {
      startMs = startsMs[markers] ?? startMs;
      markerMs = offsetMs;
      markers++;
    } else if (kind === 'o' || kind === 'i') {
      lastMs = Math.max(lastMs, startMs + offsetMs - markerMs);
      frames.push({ atMs: lastMs, kind, text: said });
    }
  }
  return { width: asNumber(header.width, 80), height: asNumber(header.height, 24), frames, unreadable };
}
