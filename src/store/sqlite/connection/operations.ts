/** The embedded store works synchronously; promises and error translation are added in one place. */
import { toStoreError } from './failure.ts';

/** The same operations, answering at once (or with a promise where they must). */
export type Sync<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R | Promise<R> : T[K];
};

/** The same operations of one tenant, whose id comes first. */
export type ForTenant<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (userId: string, ...args: A) => R | Promise<R>
    : never;
};

type Operation = (...args: never[]) => unknown;

/** `work` as the port has it: its errors are the house's, and arrive as rejections. */
export const toAsync =
  <A extends unknown[], R>(work: (...args: A) => R | Promise<R>): ((...args: A) => Promise<R>) =>
  async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      throw toStoreError(error);
    }
  };

/** All operations of `parts` made asynchronous. */
export function toAsyncAll<T extends object>(parts: Sync<T>): T {
  const made: Record<string, unknown> = {};
  for (const [name, work] of Object.entries(parts as Record<string, Operation>))
    made[name] = toAsync(work as (...args: unknown[]) => unknown);
  return made as T;
}

/** All operations of `parts` bound to a tenant and made asynchronous. */
export function toTenant<T extends object>(parts: ForTenant<T>, userId: string): T {
  const made: Record<string, unknown> = {};
  for (const [name, work] of Object.entries(parts as Record<string, Operation>))
    made[name] = toAsync((...args: unknown[]) => (work as (...all: unknown[]) => unknown)(userId, ...args));
  return made as T;
}
