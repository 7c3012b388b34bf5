/** One event that tries the way of all others: judged by all that is set for its node, recorded apart, told to nobody. */
import { meetsFilter, takesMessages } from '../core/channel.ts';
import type { DraftEvent, EventIdentity } from '../core/event.ts';
import type { AcceptResult, EventPipeline, PipelineStage, TestedEvent } from '../core/pipeline.ts';
import { testTenantOf } from '../core/side-tenant.ts';
import { subscribes } from '../core/subscription.ts';
import { notBeforeMs } from '../notify/delivery/filter.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface EventTestParts {
  accept(
    sender: EventIdentity,
    draft: DraftEvent,
    onStage: (stage: PipelineStage) => void,
  ): Promise<AcceptResult[]>;
  policies: Pick<PolicyCache, 'ensure' | 'alertPolicy' | 'channels' | 'quietHours'>;
  clock(): number;
}

export function createEventTest({ accept, policies, clock }: EventTestParts): EventPipeline['test'] {
  return async (sender, draft) => {
    const startedMs = performance.now();
    const stages: TestedEvent['stages'] = [];
    const tester = { ...sender, user_id: testTenantOf(sender.user_id) };
    const [result] = await accept(tester, draft, (stage) => {
      // A store that read a newer context decides again: what counts is when it was last decided.
      const at = stages.findIndex((one) => one.stage === stage);
      if (at >= 0) stages.splice(at, 1);
      stages.push({ stage, after_ms: Math.round((performance.now() - startedMs) * 100) / 100 });
    });
    const event = result?.event;
    if (event?.verdict == null) throw new TypeError('a test event has a verdict once it is answered');
    await policies.ensure([sender]);
    const { user_id, node_id } = sender;
    const { risk_score, attack_type } = event.verdict;
    const notice = { occasion: 'opened' as const, risk_score };
    const touched = { nodes: [node_id], services: [event.service], attack_types: [attack_type], risk_score };
    const nowMs = clock();
    const quietHours = policies.quietHours(user_id, node_id);
    return {
      event,
      stages,
      threshold: policies.alertPolicy(user_id, node_id).threshold,
      channels: policies.channels(user_id, node_id).map((config) => ({
        config,
        told_ms:
          event.alert_created &&
          takesMessages(config) &&
          subscribes(config, notice) &&
          meetsFilter(config.filter, touched)
            ? notBeforeMs(config.quiet_hours ?? quietHours, notice, nowMs)
            : null,
      })),
    };
  };
}
