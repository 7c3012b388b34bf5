/** Values worth following: how often, by whom, since when, and together with what. */
import { maySeeSecrets } from '../../cases/masked-search.ts';
import {
  mostRangeDays,
  observableRange,
  pageObservables,
  rankObservables,
  usualDays,
} from '../../cases/observable-list.ts';
import { findTogether } from '../../cases/observable-together.ts';
import {
  ObservableDetail,
  ObservableKinds,
  ObservableList,
  type Observable as ObservableView,
  observableSorts,
  Revealed,
  toObservableView,
} from '../../contract/observable.ts';
import { choice, object, optional, text } from '../../contract/schema.ts';
import { notFound } from '../../core/errors.ts';
import { type Observable, observableKinds } from '../../core/observable.ts';
import type { TenantStore } from '../../core/store.ts';
import { maskedValue } from '../../lib/masking.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Observables';

async function findOne(tenant: TenantStore, id: string): Promise<Observable> {
  const [found] = /^[0-9a-f]{24}$/.test(id) ? await tenant.observablesById([id]) : [];
  if (!found) throw notFound('Observable');
  return found;
}

/** An address says whose it is, as everywhere. */
async function assetsFor(
  parts: RouteParts,
  { user_id }: { user_id: string },
): Promise<(view: ObservableView) => ObservableView> {
  const find = await parts.assetFor(user_id);
  return (view) =>
    view.kind === 'address' || view.kind === 'host' ? { ...view, asset: find(view.value) } : view;
}

export const observableRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/observables',
    access: { user: 'read' },
    tag,
    summary: 'Values of one kind: the most frequent, the newest, or the fastest-rising',
    description:
      '`events` without a range counts since recording began. With a range, and with `rise`, whole quarters of a day (UTC) are summed and compared with the preceding range of the same length; of each quarter the 100 most frequent are kept, and `missed` says how much that may omit. `first_seen` lists those that were new within the range. Passwords that look like a person’s are masked.',
    query: object({
      kind: choice(observableKinds),
      q: optional(text({ description: 'A part of the value, not case-sensitive.', maxLength: 200 })),
      sort: choice(observableSorts, { default: 'events' }),
      from: momentOf(
        `At or after this time. If a range is needed, the default is ${usualDays} days before \`to\`.`,
      ),
      to: momentOf(`Before. Default: now. At most ${mostRangeDays} days after \`from\`.`),
      limit: limitOf(50),
      cursor: cursorField,
    }),
    answer: ObservableList,
    errors: ['bad_request'],
    async handle({ tenant, caller, query: { kind, q, sort, limit, cursor, ...range } }) {
      const most = clamp(limit, 50);
      const withAsset = await assetsFor(parts, caller);
      const maySee = maySeeSecrets(caller);
      const dropped = (await tenant.observableKinds()).find((one) => one.kind === kind);
      const rest = {
        dropped_values: dropped?.dropped_values ?? 0,
        dropped_events: dropped?.dropped_events ?? 0,
      };
      const [from, to] = [toStamp(range.from), toStamp(range.to)];
      const ranked = observableRange({ from, to, sort }, parts.clock());
      if (ranked === null || sort === 'first_seen') {
        const asked = { kind, q, from, to, maySee };
        const order = sort === 'first_seen' ? sort : 'events';
        const page = await pageObservables(tenant, asked, order, { limit: most, cursor: cursor ?? null });
        const items = page.items.map((one) => withAsset(toObservableView(one)));
        const none = { from: null, to: null, missed: 0, missed_before: 0 };
        return { ...none, items, next_cursor: page.next_cursor, ...rest };
      }
      const { items, ...sums } = await rankObservables(
        tenant,
        { kind, q, ...ranked, by: sort, maySee },
        most,
      );
      return {
        ...sums,
        items: items.map(({ observable, ...counts }) => withAsset(toObservableView(observable, counts))),
        next_cursor: null,
        ...rest,
      };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/observables/kinds',
    access: { user: 'read' },
    tag,
    summary: 'The kinds of values that were seen, with how many are stored and how many were dropped',
    answer: ObservableKinds,
    handle: async ({ tenant }) => ({ kinds: await tenant.observableKinds() }),
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/observables/:id',
    access: { user: 'read' },
    tag,
    summary: 'One value, and what it occurs together with',
    answer: ObservableDetail,
    async handle({ tenant, caller, params }) {
      const observable = await findOne(tenant, params.id);
      const withAsset = await assetsFor(parts, caller);
      const { groups, lookedAt } = await findTogether(tenant, observable);
      return {
        ...withAsset(toObservableView(observable)),
        together: groups.map(({ kind, items }) => ({
          kind,
          items: items.map((item) => ({ ...item, ...maskedValue(kind, item.value) })),
        })),
        looked_at: lookedAt,
        recent: observable.refs.toReversed(),
      };
    },
  }),

  userRoute(parts, {
    method: 'POST',
    path: '/api/observables/:id/reveal',
    access: { user: 'secrets' },
    tag,
    summary: 'Reveal a masked value',
    description:
      'Requires the scope `secrets`. Each call is recorded in the audit log, with the id and never the value.',
    answer: Revealed,
    async handle({ tenant, params }) {
      return { value: (await findOne(tenant, params.id)).value };
    },
  }),
];
