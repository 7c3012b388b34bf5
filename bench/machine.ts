import { cpus, release, totalmem, type } from 'node:os';

/** What the figures were measured on; they mean nothing without it. */
export function machine(): string {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
    `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    `SQLite ${process.versions.sqlite ?? '?'}`,
  ].join(', ');
}
