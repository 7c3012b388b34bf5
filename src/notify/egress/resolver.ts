/** Resolves host names, without letting a slow name server delay others. */
import { lookup, Resolver } from 'node:dns/promises';

export interface Resolved {
  address: string;
  family: 4 | 6;
}

/** All addresses of a host; empty where it has none or no name server answers. `local` = ask the operating system. */
export type ResolveName = (host: string, local: boolean, signal?: AbortSignal) => Promise<Resolved[]>;

const tagged = (addresses: string[], family: 4 | 6): Resolved[] =>
  addresses.map((address) => ({ address, family }));

/**
 * Names that tenants choose are resolved by our own queries (c-ares): the operating system's resolver would occupy one of
 * the process's few pool threads for as long as a hostile name server likes. It serves only names that the operator
 * chose, because it alone knows the hosts file.
 */
export function createResolver(limits = { timeoutMs: 2000, tries: 2 }): ResolveName {
  return async (host, local, signal) => {
    if (local) {
      const found = await lookup(host, { all: true }).catch(() => []);
      return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
    }
    const resolver = new Resolver({ timeout: limits.timeoutMs, tries: limits.tries });
    const stop = (): void => resolver.cancel();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const [v4, v6] = await Promise.all([
        resolver.resolve4(host).catch(() => []),
        resolver.resolve6(host).catch(() => []),
      ]);
      return [...tagged(v4, 4), ...tagged(v6, 6)].slice(0, 16);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
}
