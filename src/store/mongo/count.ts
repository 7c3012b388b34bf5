/** How many events a condition holds for, and how many of them would have alerted: exact, in one pass over either collection. */
import { toComparisons } from '../../core/condition.ts';
import { silentKinds } from '../../core/event.ts';
import type { TenantStore } from '../../core/store.ts';
import { toDocumentMatcher } from './condition.ts';
import type { Connection } from './connection/connection.ts';
import { allOf } from './connection/filter.ts';
import { eventCollections } from './event-record.ts';
import { toConditions } from './events.ts';
import type { Scanner } from './scan/scanner.ts';

export const createCountOfTenant = (
  connection: Connection,
  scanner: Scanner,
  userId: string,
): Pick<TenantStore, 'countEvents'> => ({
  countEvents: (condition, { threshold, gone, ...range }) =>
    scanner.run(userId, gone, async (signal) => {
      const counted = { count: 0, alerting: 0 };
      const comparisons = toComparisons(condition);
      if (comparisons.length === 0) return counted;
      const matcher = toDocumentMatcher(comparisons);
      const projection = { ...matcher.projection, kind: 1, 'verdict.risk_score': 1 };
      const { driving } = toConditions(userId, range);
      for (const name of eventCollections) {
        const found = await connection.run(async (c) => {
          // Counted anew where the connection failed and the read begins again.
          const of = { count: 0, alerting: 0 };
          const cursor = c[name].find(allOf([...driving, ...matcher.narrowing]), {
            projection,
            batchSize: 5000,
            signal,
          });
          for await (const document of cursor) {
            if (!matcher.matches(document)) continue;
            of.count += 1;
            if (Number(document.verdict?.risk_score ?? 0) > threshold && !silentKinds.has(document.kind))
              of.alerting += 1;
          }
          return of;
        });
        counted.count += found.count;
        counted.alerting += found.alerting;
      }
      return counted;
    }),
});
