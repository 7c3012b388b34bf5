/** How commands fail, and what the exit code means. */

/** The exit codes, as `--help` and docs/operate.md list them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Failures that a command goes on after. */
export type CliErrorKind = 'unreadable_input';

/**
 * A failure that the person at the terminal can do something about: one sentence, lower case, no full stop, and what
 * to do. Anything else that is thrown is a defect and shows its stack.
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

export const usageError = (message: string, hint: string): CliError =>
  new CliError(message, { hint, exitCode: exitCodes.usage });

/** What the machine itself refuses, in words: a person can do something about each of them. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open (ulimit -n)',
  ENFILE: 'too many files are open on this machine',
  EIO: 'the disk does not work',
};

/** What was refused, or null where `error` is nothing of this kind. */
export function refusalOf(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = error instanceof Error && code !== undefined ? refusals[code] : undefined;
  if (words === undefined) return null;
  return path === undefined ? words : `${path}: ${words}`;
}
