/** What this server knows of addresses, from which data, and how old those are. */
import { About } from '../../contract/about.ts';
import { dayMs } from '../../lib/duration.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export function aboutRoutes(parts: RouteParts): Route[] {
  const { knowledge, version, model, clock } = parts;
  const ageOf = (at: string): number => Math.max(0, Math.floor((clock() - Date.parse(at)) / dayMs));
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/about',
      access: { user: 'read' },
      tag: 'Service',
      summary: 'Version, and the age and attribution of the geographic data',
      description: 'Show the attributions wherever you show a country or a network owner.',
      answer: About,
      async handle() {
        const { places, marks } = knowledge.about();
        return {
          version,
          model,
          places: places.map(({ madeAt, ...source }) => ({
            ...source,
            made_at: madeAt,
            age_days: madeAt === null ? null : ageOf(madeAt),
          })),
          marks: {
            lists: marks.files.map(({ mark, file, changedAt, networks, errorCount, problem }) => ({
              ...{ mark, file, changed_at: changedAt, age_days: ageOf(changedAt), networks },
              ...{ left_out: errorCount, problem },
            })),
            problem: marks.problem,
          },
        };
      },
    }),
  ];
}
