/** How commands fail, and what the exit code means. */

/** The exit codes, as `--help` and docs/operate.md list them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Failures after which a command continues. */
export type CliErrorKind = 'unreadable_input';

/**
 * A failure that the user can act on: one sentence, lower case, no full stop, and a hint. Anything else that is thrown
 * is a bug and shows its stack.
 */
export class CliError extends Error {
  readonly hint: string | null;
  readonly exitCode: ExitCode;
  readonly kind: CliErrorKind | null;
  constructor(
    message: string,
    options: { hint?: string; exitCode?: ExitCode; kind?: CliErrorKind; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.hint = options.hint ?? null;
    this.exitCode = options.exitCode ?? exitCodes.failed;
    this.kind = options.kind ?? null;
  }
}

/** For a node or group that does not exist. */
export const idsHint =
  'check the id: the console shows those of nodes and groups, and so do GET /nodes and GET /api/groups';

export const usageError = (message: string, hint: string): CliError =>
  new CliError(message, { hint, exitCode: exitCodes.usage });

/** Errors of the operating system that the user can act on, in plain words. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'part of the path is not a directory',
  EISDIR: 'is a directory',
  EMFILE: 'too many open files (ulimit -n)',
  ENFILE: 'too many open files on this system',
  EIO: 'disk I/O error',
};

/** The refusal in words, or null if `error` is not one of these. */
export function refusalOf(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = error instanceof Error && code !== undefined ? refusals[code] : undefined;
  if (words === undefined) return null;
  return path === undefined ? words : `${path}: ${words}`;
}
