/** How commands fail, and what the exit code means. */

/** The exit codes, as `--help` and docs/operate.md list them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * A failure that the person at the terminal can do something about: one sentence, lower case, no full stop, and what
 * to do. Anything else that is thrown is a defect and shows its stack.
 */
export class CliError extends Error {
  readonly hint: string | null;
  readonly exitCode: ExitCode;
  constructor(message: string, options: { hint?: string; exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.hint = options.hint ?? null;
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}

export const usageError = (message: string, hint: string): CliError =>
  new CliError(message, { hint, exitCode: exitCodes.usage });
