/** Events keep where their source lay when they came. Those from before have none. */
import { collections } from '../event-record.ts';

export const eventPlacesSchema = collections
  .flatMap((table) => ['country TEXT', 'asn INTEGER', 'network_owner TEXT'].map((column) => [table, column]))
  .map(([table, column]) => `ALTER TABLE ${table} ADD COLUMN ${column};`)
  .join('\n');
