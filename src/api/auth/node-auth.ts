/** Authenticates nodes (docs/contract.md §2.3) in two steps: by headers before the body is read, by the body after. */

import type { FastifyRequest } from 'fastify';
import type { IngestProblems } from '../../cases/ingest-problems.ts';
import type { OwnAddresses } from '../../cases/own-addresses.ts';
import { checkClaim, checkNodeState, type NodeNeed } from '../../core/access.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { type NodeRecord, newNode } from '../../core/node.ts';
import type { Store } from '../../core/store.ts';
import { demoUserId } from '../../core/user.ts';
import type { Log } from '../deps.ts';
import { type ApiKeys, apiKeyOf } from './api-key.ts';
import type { LastSeen } from './last-seen.ts';
import type { NodeKeys } from './node-key.ts';

const maxKeyLength = 256;
const maxIdLength = 100;
export const demoNodeId = 'demo-node';

/** The key in the headers, or where the route says that its sensors put it; null = there is none. */
function keyOf(request: FastifyRequest): string | null {
  const { headers } = request;
  const first = headers['x-node-key'] || undefined;
  const second = headers['x-node-api-key'] || undefined;
  if (first !== undefined && second !== undefined && first !== second)
    throw new AppError('bad_request', 'X-Node-Key and X-Node-API-Key differ');
  const key = first ?? second ?? request.routeOptions.config.findKey?.(request) ?? undefined;
  if (key === undefined) return null;
  if (typeof key !== 'string' || key.length > maxKeyLength)
    throw new AppError('unauthenticated', 'Unknown node key');
  return key;
}

function addClaim(claims: string[], value: unknown, field: string): void {
  if (value === undefined || value === null || value === '') return;
  if (typeof value !== 'string') throw invalid([{ field, message: 'must be a string' }]);
  claims.push(value.slice(0, maxIdLength));
}

function claimsOf(request: FastifyRequest): string[] {
  const claims: string[] = [];
  addClaim(claims, request.headers['x-node-id'], 'X-Node-Id');
  const { node_id: queried } = request.query as { node_id?: unknown };
  for (const one of [queried].flat()) addClaim(claims, one, 'node_id');
  return claims;
}

export interface NodeAuth {
  /** Before the body is read: refuses whatever can be refused without it. */
  checkHeaders(request: FastifyRequest, need: NodeNeed): NodeRecord | null | Promise<NodeRecord | null>;
  /** After it was read: the calling node. `found` is what checkHeaders() returned. */
  checkBody(
    request: FastifyRequest,
    found: NodeRecord | null,
    need: NodeNeed,
  ): NodeRecord | Promise<NodeRecord>;
}

export function createNodeAuth({
  store,
  nodeKeys,
  apiKeys,
  lastSeen,
  ownAddresses,
  ingestProblems,
  log,
  now,
  authEnabled,
}: {
  store: Store;
  nodeKeys: NodeKeys;
  apiKeys: ApiKeys;
  lastSeen: LastSeen;
  ownAddresses: Pick<OwnAddresses, 'saw'>;
  ingestProblems: Pick<IngestProblems, 'note'>;
  log: Log;
  now: () => string;
  authEnabled: boolean;
}): NodeAuth {
  function checkFound(node: NodeRecord | null, need: NodeNeed, request: FastifyRequest): NodeRecord | null {
    // An active node may do everything; only for others the time matters.
    if (node === null || (node.deleted_at === null && node.status === 'active')) return node;
    try {
      checkNodeState(node, need, now());
    } catch (error) {
      // Most sensors ignore our answer: their owner finds out here.
      ingestProblems.note({
        user_id: node.user_id,
        node_id: node.node_id,
        kind: 'unknown_key',
        input: request.routeOptions.url ?? '',
        reason: error instanceof AppError ? error.detail : 'The node is not active',
        address: request.ip,
        sample: '',
      });
      throw error;
    }
    return node;
  }

  function allClaims(request: FastifyRequest): string[] {
    const claims = claimsOf(request);
    const body = request.body;
    if (typeof body === 'object' && body !== null && !Array.isArray(body) && Object.hasOwn(body, 'node_id'))
      addClaim(claims, (body as { node_id?: unknown }).node_id, 'node_id');
    return claims;
  }

  /** Without keys (demo mode): the demo user's node of that id, or the demo node, created on first use. */
  async function demoNode(id: string | undefined): Promise<NodeRecord> {
    const tenant = store.of(demoUserId);
    const node = await tenant.node(id ?? demoNodeId);
    if (node) return node;
    if (id !== undefined && id !== demoNodeId) throw new AppError('not_found', 'Node not found');
    const created = newNode({
      node_id: demoNodeId,
      user_id: demoUserId,
      name: 'Demo node',
      // Not a SHA-256: no key matches it, not even with authentication enabled.
      key_hash: `none:${demoNodeId}`,
      created_at: now(),
    });
    await tenant.createNode(created);
    return created;
  }

  async function scriptNode(apiKey: string, request: FastifyRequest): Promise<NodeRecord> {
    const caller = await apiKeys.verify(apiKey, 'ingest');
    const [id, ...others] = claimsOf(request);
    if (id === undefined || others.some((other) => other !== id))
      throw new AppError('bad_request', 'Specify one node, in X-Node-Id or as node_id in the query');
    const node = await store.of(caller.user_id).node(id);
    if (node === null) throw new AppError('not_found', 'Node not found');
    return node;
  }

  return {
    checkHeaders(request, need) {
      const key = keyOf(request);
      if (key === null) {
        // An API key with the scope ingest delivers events for the node it names; agent calls need the node's own key.
        const apiKey = authEnabled && need === 'events' ? apiKeyOf(request) : null;
        if (apiKey !== null)
          return scriptNode(apiKey, request).then((node) => checkFound(node, need, request));
        if (authEnabled) throw new AppError('unauthenticated', 'A node key is required (X-Node-Key)');
        return null;
      }
      const node = nodeKeys.find(key);
      return node instanceof Promise
        ? node.then((found) => checkFound(found, need, request))
        : checkFound(node, need, request);
    },

    checkBody(request, found, need) {
      const claims = allClaims(request);
      if (found !== null && claims.every((id) => id === found.node_id)) {
        lastSeen.saw(found);
        ownAddresses.saw(found.user_id, found.node_id, request.ip);
        return found;
      }
      if (!authEnabled && found === null) {
        if (claims.some((id) => id !== claims[0]))
          throw new AppError('bad_request', 'The node ids in the header, query and body differ');
        return demoNode(claims[0]).then((node) => {
          checkNodeState(node, need, now());
          lastSeen.saw(node);
          return node;
        });
      }
      // One of the rules of §2.3 is broken; this finds out which. A node that claims to be another is either
      // misconfigured or compromised: worth a log line. The claimed id is not logged.
      if (found !== null)
        log.warn(
          { user_id: found.user_id, node_id: found.node_id, requestId: request.id },
          'a node claimed to be another',
        );
      return checkClaim({
        // Without a node key it was authenticated by an API key, or not at all.
        key: keyOf(request) ?? (found === null ? null : ''),
        node: found,
        claimed: claims,
        exists: (id) => store.nodeExists(id),
      }).then(() => {
        throw new AppError('internal', 'Internal server error; the server log has the details');
      });
    },
  };
}
