/** What agents on customers' machines call besides delivering events (contract §6). Unknown keys are kept. */
import { completeUninstall, registerAgent, registerDecoys } from '../../cases/agents.ts';
import { createPendingBlocks } from '../../cases/block-agents.ts';
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
import { AppError, invalid } from '../../core/errors.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Agents';
const maxDecoys = 1000;

const open = { open: true };
const machine = object(
  {
    node_id: optional(nullable(text())),
    hostname: optional(nullable(text({ maxLength: 255, examples: ['fin-laptop-07'] }))),
    os: optional(nullable(text({ maxLength: 100, examples: ['Windows 11'] }))),
  },
  open,
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
  open,
);
const plantedList = list(planted, { maxItems: maxDecoys });
const success = object({ status: choice(['success']) }, open);

export function agentRoutes(parts: RouteParts): Route[] {
  const { store } = parts;
  const pendingBlocks = createPendingBlocks(parts);
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/agent/register',
      access: { node: 'contact' },
      tag,
      summary: 'Register an agent',
      query: machine,
      body: machine,
      ownBody: true,
      answer: success,
      async handle({ node, query, request }) {
        const body = objectBody(request.body);
        checkBody(machine, body);
        const agent = { ...query, ...present(body as Static<typeof machine>) };
        await registerAgent(parts, node.node_id, agent);
        return { status: 'success', node_id: node.node_id, name: node.name };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/heartbeat',
      access: { node: 'farewell' },
      tag,
      summary: "An agent's heartbeat",
      description: 'Any body is accepted. The response says what the agent has to do.',
      body: anything(),
      ownBody: true,
      answer: object({
        status: choice(['active', 'inactive', 'deleted']),
        uninstall: flag({
          description: 'The node was deleted: remove the decoys, then call uninstall-complete.',
        }),
        pending_blocks: list(text(), { description: 'Addresses to block.' }),
        deployment_config: anything(),
      }),
      async handle({ node }) {
        const deleted = node.deleted_at !== null;
        return {
          status: deleted ? 'deleted' : node.status,
          uninstall: deleted,
          pending_blocks: deleted ? [] : await pendingBlocks(node),
          deployment_config: node.deployment_config ?? null,
        };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/register-decoys',
      access: { node: 'contact' },
      tag,
      summary: 'Register the decoys an agent planted',
      body: either(plantedList, object({ decoys: plantedList }, open)),
      ownBody: true,
      answer: object({ status: choice(['success']), registered: integer() }),
      async handle({ node, body }) {
        const decoys = Array.isArray(body) ? body : objectBody(body).decoys;
        if (Array.isArray(decoys) && decoys.length > maxDecoys)
          throw new AppError('too_large', `At most ${maxDecoys} decoys per request`);
        if (decoys === undefined) throw invalid([{ field: 'decoys', message: 'is required' }]);
        checkBody(plantedList, decoys);
        const reported = decoys as Static<typeof plantedList>;
        await registerDecoys({ ...parts, tenant: store.of(node.user_id) }, node, reported);
        return { status: 'success', registered: reported.length };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/uninstall-complete',
      access: { node: 'farewell' },
      tag,
      summary: 'Confirm that an agent has removed its decoys',
      description: 'The key is refused from then on.',
      body: anything(),
      ownBody: true,
      answer: success,
      async handle({ node }) {
        await completeUninstall(parts, node.node_id);
        return { status: 'success' };
      },
    }),
  ];
}

/** The fields that have a value. */
const present = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>;

/** A missing body counts as an empty one. */
function objectBody(body: unknown): { [key: string]: unknown } {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw invalid([{ field: 'body', message: 'must be an object' }]);
  return body as { [key: string]: unknown };
}
