/** Sample data: looked at with `X-Sample-Data: true` on any call that reads or triages. */
import { getSample, makeSample, removeSample, type Sample, sampleLifeMs } from '../../cases/sample/sample.ts';
import { Sample as SampleModel } from '../../contract/sample.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Sample data';
const none: SampleModel = { state: 'none', made_at: null, removed_at: null, by: null, events: 0 };

const view = (sample: Sample | null): SampleModel =>
  sample === null
    ? none
    : {
        state: sample.body.state,
        made_at: sample.created_at,
        removed_at: new Date(Date.parse(sample.created_at) + sampleLifeMs).toISOString(),
        by: sample.body.by,
        events: sample.body.events,
      };

export function sampleRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/sample',
      access: { user: 'read' },
      isPersonal: true,
      tag,
      summary: 'Whether there is sample data',
      answer: SampleModel,
      handle: async ({ tenant }) => view(await getSample(tenant)),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/sample',
      access: { user: 'admin' },
      isPersonal: true,
      tag,
      summary: 'Make sample data',
      description:
        'A demo week: nodes, attackers, sessions, incidents, judged by the real scorer. It lies beside your data and mixes with none of it: it is in no list, statistic, digest, block list, threshold or advice of yours, and notifies nobody. Calls with the header `X-Sample-Data: true` look into it; they may read and triage, and set nothing up. It goes by itself after 30 days. Where it exists already it is left as it is.',
      answer: SampleModel,
      errors: ['conflict'],
      handle: async ({ caller }) =>
        view(await makeSample(parts, { user_id: caller.user_id, by: caller.email })),
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/sample',
      access: { user: 'admin' },
      isPersonal: true,
      tag,
      summary: 'Remove sample data',
      description:
        'Everything is removed before the response is sent; repeat the call if it was interrupted.',
      answer: SampleModel,
      errors: ['conflict'],
      async handle({ caller }) {
        await removeSample(parts, caller.user_id);
        return none;
      },
    }),
  ];
}
