/** How what is usual at a node is stored. */
import type { CrowdBody, CrowdSpan, UsualSources } from './crowd.ts';
import { storedNumber } from './doc-kind.ts';
import type { JsonObject } from './event.ts';

const positive = (body: JsonObject, name: string): number => Math.max(0, storedNumber(body, name) ?? 0);

export const parseCrowd = (body: JsonObject): CrowdBody => ({
  usual: Object.fromEntries(
    Object.entries((body.usual ?? {}) as JsonObject).map(([part, spans]) => {
      const of = (span: CrowdSpan): UsualSources => {
        const stored = ((spans ?? {}) as JsonObject)[span] as JsonObject | undefined;
        return { sources: positive(stored ?? {}, 'sources'), known: positive(stored ?? {}, 'known') };
      };
      return [part, { hour: of('hour'), day: of('day') }];
    }),
  ),
});
