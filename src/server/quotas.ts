/** What accounts may use on this server. */
import { statfs } from 'node:fs/promises';
import { createDiskShare } from '../cases/disk-share.ts';
import type { TellQuota } from '../cases/quota-warnings.ts';
import { createQuotas, type Quotas } from '../cases/quotas.ts';
import type { Config } from '../config.ts';
import { ownQuotas, strangerQuotas } from '../core/quota.ts';
import type { Store } from '../core/store.ts';
import { storedSize } from '../pipeline/draft-size.ts';

/** `close` it before the store. */
export function openQuotas({
  store,
  config,
  tell,
  log,
  clock,
}: {
  store: Store;
  config: Pick<Config, 'registration' | 'quotas' | 'retentionDays' | 'dataDir' | 'mongodbUri'>;
  tell: TellQuota;
  log: { warn(data: object, message: string): void };
  clock: () => number;
}): Quotas {
  const usual = config.registration === 'open' ? strangerQuotas : ownQuotas;
  const limits = { ...usual, ...config.quotas };
  return createQuotas({
    store,
    limitsOf: (isOwner) => (isOwner ? ownQuotas : limits),
    sizeOf: storedSize,
    disk: createDiskShare({
      store,
      clock,
      async freeBytes() {
        if (config.mongodbUri !== null) return null;
        const { bavail, bsize } = await statfs(config.dataDir);
        return bavail * bsize;
      },
    }),
    tell,
    retentionDays: config.retentionDays,
    log,
    clock,
  });
}
