/** What agents on customers' machines call besides delivering events (contract §6). Unknown keys are stored. */
import { completeUninstall, registerAgent, registerDecoys } from '../../cases/agents.ts';
import { createPendingBlocks } from '../../cases/block-agents.ts';
import {
  AgentRegistration,
  AgentSuccess,
  DecoyRegistration,
  DecoysRegistered,
  HeartbeatAnswer,
  mostDecoys,
  type PlantedDecoy,
  PlantedDecoys,
} from '../../contract/agent.ts';
import { checkBody } from '../../contract/check.ts';
import { anything } from '../../contract/schema.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Agents';

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
      query: AgentRegistration,
      body: AgentRegistration,
      isBodyOptional: true,
      ownBody: true,
      answer: AgentSuccess,
      async handle({ node, query, request }) {
        const body = objectBody(request.body);
        checkBody(AgentRegistration, body);
        const agent = { ...query, ...present(body as AgentRegistration) };
        await registerAgent(parts, node.node_id, agent);
        return { status: 'success', node_id: node.node_id, name: node.name };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/heartbeat',
      access: { node: 'uninstall' },
      tag,
      summary: "An agent's heartbeat",
      description: 'Any body is accepted. The response says what the agent has to do.',
      body: anything(),
      ownBody: true,
      answer: HeartbeatAnswer,
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
      body: DecoyRegistration,
      ownBody: true,
      answer: DecoysRegistered,
      errors: ['quota_exceeded'],
      async handle({ node, body }) {
        const decoys = Array.isArray(body) ? body : objectBody(body).decoys;
        if (Array.isArray(decoys) && decoys.length > mostDecoys)
          throw new AppError('too_large', `At most ${mostDecoys} decoys per request`);
        if (decoys === undefined) throw invalid([{ field: 'decoys', message: 'is required' }]);
        checkBody(PlantedDecoys, decoys);
        const reported = decoys as PlantedDecoy[];
        await parts.quotas.checkRoom(node.user_id, 'decoys', reported.length);
        await registerDecoys({ ...parts, tenant: store.of(node.user_id) }, node, reported);
        return { status: 'success', registered: reported.length };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/uninstall-complete',
      access: { node: 'uninstall' },
      tag,
      summary: 'Confirm that an agent has removed its decoys',
      description:
        'The key is no longer valid afterwards; the node becomes inactive and shows `agent_removed_at`.',
      body: anything(),
      ownBody: true,
      answer: AgentSuccess,
      async handle({ node }) {
        await completeUninstall(parts, node);
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
