/** Which store: MongoDB where an address is given, else one file in the data folder. */
import { join } from 'node:path';
import type { Store } from '../core/store.ts';

export interface StoreChoice {
  /** `mongodb://…`, or null for the embedded store. */
  mongodbUri?: string | null | undefined;
  databaseName: string;
  /** Must exist. */
  dataDir: string;
}

/** Name of the embedded database within the data folder. */
export const databaseFile = 'decoyverse.db';

/** Each back end is loaded only where it is used. */
export async function openStore({ mongodbUri, databaseName, dataDir }: StoreChoice): Promise<Store> {
  if (mongodbUri) {
    const { openMongoStore } = await import('./mongo/open.ts');
    return openMongoStore({ uri: mongodbUri, database: databaseName });
  }
  const { openSqliteStore } = await import('./sqlite/open.ts');
  return openSqliteStore({ file: join(dataDir, databaseFile) });
}
