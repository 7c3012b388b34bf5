/** A server in a process of its own, and how to end it kindly or not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ServerProcess {
  address: string;
  child: ChildProcess;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'crash', 'child.ts')],
    {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'error', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  };
  // Whatever becomes of the test run, its servers do not outlive it.
  const reap = (): void => void child.kill('SIGKILL');
  process.once('exit', reap);
  void gone.then(() => process.removeListener('exit', reap));

  const lines = createInterface({ input: child.stdout! });
  const address = await Promise.race([
    (async () => {
      for await (const line of lines) {
        if (line.includes('"address"') && !line.includes('"level"'))
          return (JSON.parse(line) as { address: string }).address;
      }
      throw new Error('the server ended without listening');
    })(),
    gone.then(() => {
      throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}`);
    }),
  ]);
  child.stdout!.resume();
  return {
    address,
    child,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
