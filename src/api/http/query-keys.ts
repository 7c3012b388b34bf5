/**
 * Query keys that a call does not know. On our own calls they are a mistake and refused, with the keys that exist: a
 * misspelt filter must not list everything. The contract's clients send such keys, so its calls ignore them and name them
 * in a header.
 */
import type { FastifyReply } from 'fastify';
import type { JsonSchema } from '../../contract/schema.ts';
import { invalid } from '../../core/errors.ts';
import type { Route } from './route.ts';

export const ignoredHeader = 'x-ignored-query';

/** The contract's calls of people (docs/contract.md); those of nodes all are. */
const contractPaths: ReadonlySet<string> = new Set([
  '/nodes',
  '/nodes/stats',
  '/nodes/:id',
  '/nodes/:id/decoys',
  '/api/stats',
  '/api/recent-attacks',
  '/api/alerts',
  '/api/alerts/:alert_id',
  '/api/attacker-profile/:ip',
  '/api/decoys',
  '/api/logs',
  '/api/block-ip',
  '/api/blocked-ips',
]);

const most = 10;
const safeName = (name: string): string => name.slice(0, 60).replace(/[^\x20-\x7e]|[,;]/g, '?');

/** Whether unknown keys are refused. */
function isStrict({ access, path, query }: Route): boolean {
  const isUser = typeof access === 'object' && 'user' in access;
  return isUser && query !== undefined && query.additionalProperties !== true && !contractPaths.has(path);
}

/** Throws `invalid_request`, or sets the header. */
export function checkQueryKeys(route: Route, given: unknown, reply: FastifyReply): void {
  const known = (route.query?.properties ?? {}) as Record<string, JsonSchema>;
  const unknown = Object.keys((given ?? {}) as object).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0 || route.hidden) return;
  const names = unknown.slice(0, most).map(safeName);
  if (!isStrict(route)) {
    reply.header(ignoredHeader, names.join(', '));
    return;
  }
  const exist = Object.keys(known).join(', ');
  throw invalid(names.map((field) => ({ field, message: `is not a known key; there are ${exist}` })));
}
