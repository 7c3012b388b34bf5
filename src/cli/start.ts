/** Starts the server for `up` and `serve`, and says in plain words why it cannot. */
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { openServer, type Server } from '../server.ts';
import { CliError } from './failure.ts';

const hintOf = (error: AppError): string => {
  if (error.code === 'conflict' && error.detail.startsWith('Port'))
    return 'PORT=8002 decoyverse … takes another port; decoyverse doctor says what holds this one';
  if (error.code === 'conflict') return 'stop the other one, or set DATA_DIR to another folder';
  return 'decoyverse doctor says what is wrong';
};

/** Resolves when it listens. */
export async function startServer(config: Config): Promise<Server> {
  try {
    return await openServer(config);
  } catch (cause) {
    if (cause instanceof AppError) throw new CliError(cause.detail, { hint: hintOf(cause), cause });
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND')
      throw new CliError(`cannot listen on ${config.host}:${config.port} (${code})`, {
        hint: "HOST is one of this machine's addresses; ports below 1024 are for root",
        cause,
      });
    throw cause;
  }
}
