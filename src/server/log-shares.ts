/**
 * A share of the log for each tenant: of one kind of line at most 60 a minute are written, and the rest is counted in one
 * line at the minute's end. Nobody fills the disk, or hides what happens to others.
 */
type Write = (line: unknown[]) => void;

export interface LogShares {
  /** Whether a line with these arguments (pino's) may be written now; `write` is used for the count of the others. */
  take(line: readonly unknown[], write: Write): boolean;
}

export interface LogSharesParts {
  linesPerMinute?: number;
  /** Kinds of lines and tenants that are told apart within a minute; beyond them kinds alone are. */
  mostKinds?: number;
  /** Calls `work` once after that time; must not keep the process alive. */
  later?(work: () => void, ms: number): void;
}

interface Share {
  who: Record<string, string>;
  lines: number;
  write: Write;
}

const minuteMs = 60_000;
/** The first of these that a line has names whose it is. */
const owners = ['user_id', 'node_id', 'channel_id', 'address'];

export function createLogShares({
  linesPerMinute = 60,
  mostKinds = 5000,
  later = (work, ms) => void setTimeout(work, ms).unref(),
}: LogSharesParts = {}): LogShares {
  let shares = new Map<string, Share & { message: string }>();
  let isCounting = false;

  function endMinute(): void {
    isCounting = false;
    const ended = shares;
    shares = new Map();
    for (const { who, lines, write, message } of ended.values())
      if (lines > linesPerMinute)
        write([
          { ...who, left_out: lines - linesPerMinute },
          `${message} (more lines of a minute, left out)`,
        ]);
  }

  function whoseOf(data: unknown): Record<string, string> {
    if (typeof data !== 'object' || data === null || shares.size >= mostKinds) return {};
    for (const name of owners) {
      const value = (data as Record<string, unknown>)[name];
      if (typeof value === 'string') return { [name]: value };
    }
    return {};
  }

  return {
    take([data, text], write) {
      const message = typeof data === 'string' ? data : String(text ?? '');
      const who = whoseOf(data);
      const key = `${message}\n${Object.values(who)[0] ?? ''}`;
      const share = shares.get(key) ?? { who, lines: 0, write, message };
      share.lines++;
      shares.set(key, share);
      if (!isCounting) {
        isCounting = true;
        later(endMinute, minuteMs);
      }
      return share.lines <= linesPerMinute;
    },
  };
}
