/** What agents on customers' machines call beside delivering events (contract §6). Unknown keys are welcome. */
import { createHash } from 'node:crypto';
import { createPendingBlocks } from '../../cases/pending-blocks.ts';
import { checkBody } from '../../contract/check.ts';
import {
  anything,
  choice,
  either,
  flag,
  integer,
  list,
  nullable,
  object,
  optional,
  type Static,
  text,
} from '../../contract/schema.ts';
import type { Decoy } from '../../core/decoy.ts';
import { AppError, invalid } from '../../core/errors.ts';
import type { Json } from '../../core/event.ts';
import { decoyId } from '../../core/ids.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Agents';
const maxDecoys = 1000;

const said = { open: true };
const machine = object(
  {
    node_id: optional(nullable(text())),
    hostname: optional(nullable(text({ maxLength: 255, examples: ['fin-laptop-07'] }))),
    os: optional(nullable(text({ maxLength: 100, examples: ['Windows 11'] }))),
  },
  said,
);
const planted = object(
  {
    file_name: text({ minLength: 1, maxLength: 255, examples: ['passwords.xlsx'] }),
    file_path: optional(nullable(text({ maxLength: 1024 }))),
    type: optional(nullable(text({ maxLength: 50, examples: ['credential'] }))),
    status: optional(nullable(text({ maxLength: 50 }))),
    auto_deployed: optional(nullable(flag())),
    is_credential: optional(nullable(flag())),
  },
  said,
);
const plantedList = list(planted, { maxItems: maxDecoys });
const success = object({ status: choice(['success']) }, said);

const sha256 = (input: string): string => createHash('sha256').update(input).digest('hex');

function toDecoy(
  given: Static<typeof planted>,
  owner: { node_id: string; user_id: string },
  at: string,
): Decoy {
  const { file_name, file_path, type, status, ...rest } = given;
  const place = { file_name, file_path: file_path || null };
  return {
    id: decoyId(owner.node_id, place, sha256),
    node_id: owner.node_id,
    user_id: owner.user_id,
    ...place,
    type: type || 'file',
    status: status || 'active',
    registered_at: at,
    last_accessed: null,
    triggers_count: 0,
    extra: Object.keys(rest).length > 0 ? (rest as { [key: string]: Json }) : null,
  };
}

export function agentRoutes(parts: RouteParts): Route[] {
  const { store, nodeKeys, now } = parts;
  const pendingBlocks = createPendingBlocks(parts);
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/agent/register',
      access: { node: 'contact' },
      tag,
      summary: 'An agent says where it runs',
      query: machine,
      body: machine,
      ownBody: true,
      answer: success,
      async handle({ node, query, request }) {
        const body = objectBody(request.body);
        checkBody(machine, body);
        const { hostname, os } = { ...query, ...given(body as Static<typeof machine>) };
        await store.registerAgent(node.node_id, {
          hostname: hostname ?? null,
          os: os ?? null,
          registered_at: now(),
        });
        nodeKeys.forget();
        return { status: 'success', node_id: node.node_id, name: node.name };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/heartbeat',
      access: { node: 'uninstall' },
      tag,
      summary: 'An agent says that it lives',
      description: 'Takes anything. Answers what the agent has to do.',
      body: anything(),
      ownBody: true,
      answer: object({
        status: choice(['active', 'inactive', 'deleted']),
        uninstall: flag({
          description: 'The node was deleted: take the decoys away, then call uninstall-complete.',
        }),
        pending_blocks: list(text(), { description: 'Addresses to block.' }),
        deployment_config: anything(),
      }),
      async handle({ node }) {
        const deleted = node.deleted_at !== null;
        return {
          status: deleted ? 'deleted' : node.status,
          uninstall: deleted,
          pending_blocks: deleted ? [] : await pendingBlocks(node.user_id, node.node_id),
          deployment_config: node.deployment_config ?? null,
        };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/register-decoys',
      access: { node: 'contact' },
      tag,
      summary: 'An agent says what it planted',
      body: either(plantedList, object({ decoys: plantedList }, said)),
      ownBody: true,
      answer: object({ status: choice(['success']), registered: integer() }),
      async handle({ node, body }) {
        const decoys = Array.isArray(body) ? body : objectBody(body).decoys;
        if (Array.isArray(decoys) && decoys.length > maxDecoys)
          throw new AppError('too_large', `At most ${maxDecoys} decoys a call`);
        if (decoys === undefined) throw invalid([{ field: 'decoys', message: 'is required' }]);
        checkBody(plantedList, decoys);
        const at = now();
        const wanted = (decoys as Static<typeof plantedList>).map((one) => toDecoy(one, node, at));
        await store
          .of(node.user_id)
          .registerDecoys([...new Map(wanted.map((one) => [one.id, one])).values()]);
        return { status: 'success', registered: wanted.length };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/uninstall-complete',
      access: { node: 'uninstall' },
      tag,
      summary: 'An agent has taken its decoys away',
      description: 'The key is dead afterwards.',
      body: anything(),
      ownBody: true,
      answer: success,
      async handle({ node }) {
        await store.retireNode(node.node_id);
        nodeKeys.forget();
        return { status: 'success' };
      },
    }),
  ];
}

/** What is there and says something. */
const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>;

/** No body is an empty one. */
function objectBody(body: unknown): { [key: string]: unknown } {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw invalid([{ field: 'body', message: 'must be an object' }]);
  return body as { [key: string]: unknown };
}
