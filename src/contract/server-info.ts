/** How a server describes itself. */
import { anything, choice, object, type Static, text } from './schema.ts';

export const Health = object({
  status: choice(['healthy', 'unhealthy']),
  version: text(),
  timestamp: text(),
});
export type Health = Static<typeof Health>;

export const ServerInfo = object({
  name: text(),
  version: text(),
  authentication: choice(['enabled', 'demo']),
  documentation: text(),
  endpoints: anything(),
});
export type ServerInfo = Static<typeof ServerInfo>;
