import type { Connection } from './connection.ts';
export async function adoptForeign(_connection: Connection): Promise<void> {}
