/** Processes of a benchmark: server, load and comparison never share a thread. They speak over node's IPC. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Helper {
  child: ChildProcess;
  /** Sends a request and resolves with the answer; one at a time. */
  ask<T>(message: object): Promise<T>;
  end(): Promise<void>;
}

/** Starts `bench/<name>.ts`; `env` is added to ours. */
export function startHelper(name: string, env: Record<string, string> = {}, execArgv: string[] = []): Helper {
  const child = fork(join(import.meta.dirname, `${name}.ts`), {
    env: { ...process.env, ...env },
    execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const reap = (): void => void child.kill('SIGKILL');
  process.once('exit', reap);
  void gone.then(() => process.removeListener('exit', reap));
  return {
    child,
    async ask<T>(message: object) {
      const answer = once(child, 'message') as Promise<[T]>;
      child.send(message);
      const [value] = await Promise.race([
        answer,
        gone.then(([code]) => Promise.reject(new Error(`bench/${name}.ts ended with ${code}`))),
      ]);
      return value;
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The helper's side: `answer` for each message, in order. */
export function serve(answer: (message: Record<string, unknown>) => Promise<unknown>): void {
  process.on('message', (message: Record<string, unknown>) => {
    answer(message).then(
      (value) => process.send?.(value as object),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
