/** What decoys report, one event a call. The way most events come in: nothing here waits but for the store. */

import { AgentAnswer, HoneypotAnswer } from '../../contract/models.ts';
import type { JsonSchema } from '../../contract/schema.ts';
import { toAccepted, toPrediction } from '../../contract/views.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Ingest';

/** `extra` and all that is unknown is kept; ids, state and judgement are never taken from there. */
export function honeypotRoutes({ pipeline, native }: RouteParts): Route[] {
  const { HoneypotLog, AgentEvent }: { [name: string]: JsonSchema } = native.schemas;
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/honeypot-log',
      access: { node: 'events' },
      tag,
      summary: 'Report what a honeypot saw',
      description:
        '200 means that it is stored for good. With an `event_id` a repeat changes nothing and gets the first answer.',
      body: HoneypotLog,
      ownBody: true,
      answer: HoneypotAnswer,
      errors: ['unavailable'],
      async handle({ node, body }) {
        const [result] = await pipeline.accept(node, [native.parseHoneypotLog(body)]);
        const { log_id, verdict, alert_created } = toAccepted(result);
        return { status: 'success', log_id, ml_prediction: toPrediction(verdict), alert_created };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent-alert',
      access: { node: 'events' },
      tag,
      summary: 'Report what happened to a decoy file',
      description:
        "200 means that it is stored for good. The decoy's record of accesses is kept along with it.",
      body: AgentEvent,
      ownBody: true,
      answer: AgentAnswer,
      errors: ['unavailable'],
      async handle({ node, body }) {
        const [result] = await pipeline.accept(node, [native.parseAgentEvent(body)]);
        const { log_id, verdict, alert_created } = toAccepted(result);
        return { status: 'success', event_id: log_id, ml_prediction: toPrediction(verdict), alert_created };
      },
    }),
  ];
}
