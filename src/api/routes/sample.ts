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
      summary: 'Create sample data',
      description:
        'A demo week: nodes, attackers, sessions, incidents, judged by the real scorer. It is kept apart from your data: it appears in none of your lists, statistics, digests, block lists, thresholds or advice, and notifies nobody. Calls with the header `X-Sample-Data: true` use it; they can read and triage, but not change settings. It is removed after 30 days. If it already exists it is left unchanged.',
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
