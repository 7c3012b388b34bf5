/** Starts the server for `up` and `serve`, and reports in plain words why it cannot be started. */
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { openServer, type Server } from '../server.ts';
import { createAdmin } from './control/admin.ts';
import { openAdminSocket } from './control/socket-server.ts';
import { CliError } from './failure.ts';
import { keepHeapSmall } from './heap.ts';
import { ensureDataDir } from './installation.ts';
import { readRestoredMs } from './restored-rights.ts';

const hintOf = (error: AppError): string => {
  if (error.kind === 'port_in_use')
    return 'use another port: PORT=8002 decoyverse …; decoyverse doctor shows what is using this one';
  if (error.code === 'conflict') return 'stop the other one, or set DATA_DIR to another folder';
  return 'run decoyverse doctor to find the cause';
};

/** Resolves when it listens, to clients and to commands on this machine (control/socket-server.ts). */
export async function startServer(config: Config): Promise<Server> {
  if (config.mongodbUri !== null) return openOrExplain(config);
  ensureDataDir(config.dataDir);
  const server = await openOrExplain(config);
  const admin = createAdmin({ store: server.store, pipeline: async () => server.pipeline });
  const socket = await openAdminSocket(config.dataDir, admin).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    ...server,
    async close() {
      await socket?.close();
      await server.close();
    },
  };
}

async function openOrExplain(config: Config): Promise<Server> {
  try {
    const server = await openServer(config, { sessionsSinceMs: readRestoredMs(config.dataDir) });
    keepHeapSmall();
    return server;
  } catch (cause) {
    if (cause instanceof AppError) throw new CliError(cause.detail, { hint: hintOf(cause), cause });
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND')
      throw new CliError(`cannot listen on ${config.host}:${config.port} (${code})`, {
        hint: 'HOST must be an address of this machine; ports below 1024 require root',
        cause,
      });
    throw cause;
  }
}
