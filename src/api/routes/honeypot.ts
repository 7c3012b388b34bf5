/** What decoys report, one event a call. The way most events come in: nothing here waits but for the store. */

import { AgentAnswer, HoneypotAnswer, toAccepted } from '../../contract/ingest-answer.ts';
import { toPrediction } from '../../contract/judgement.ts';
import * as native from '../../ingest/native.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Ingest';

/** `extra` and all that is unknown is kept; ids, state and judgement are never taken from there. */
export function honeypotRoutes({ pipeline, subNodes }: RouteParts): Route[] {
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/honeypot-log',
      access: { node: 'events' },
      tag,
      summary: 'Report what a honeypot saw',
      description:
        '200 means that the event is stored durably. A repeat with the same `event_id` changes nothing and gets the first response.',
      body: native.nativeSchemas.HoneypotLog,
      ownBody: true,
      answer: HoneypotAnswer,
      errors: ['quota_exceeded'],
      async handle({ node, body, request }) {
        const by = { input: 'honeypot-log', address: request.ip };
        const [result] = await subNodes.accept(node, [native.parseHoneypotLog(body)], by);
        const { log_id, verdict, ...rest } = toAccepted(result);
        return { status: 'success', log_id, ml_prediction: toPrediction(verdict), ...rest };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent-alert',
      access: { node: 'events' },
      tag,
      summary: 'Report what happened to a decoy file',
      description:
        "200 means that the event is stored durably. The decoy's access record is updated with it.",
      body: native.nativeSchemas.AgentEvent,
      ownBody: true,
      answer: AgentAnswer,
      errors: ['quota_exceeded'],
      async handle({ node, body }) {
        const [result] = await pipeline.accept(node, [native.parseAgentEvent(body)]);
        const { log_id, verdict, ...rest } = toAccepted(result);
        return { status: 'success', event_id: log_id, ml_prediction: toPrediction(verdict), ...rest };
      },
    }),
  ];
}
