/** Wallboards: the overview's numbers under a secret address. */
import { alertStatuses } from '../core/alert.ts';
import type { DocOf } from '../core/doc-kind.ts';
import type { WallboardBody } from '../core/wallboard.ts';
import { counts, nullableTime, plainTime, risk, time } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';
import { StatsResponse } from './stats.ts';

const name = text({ minLength: 1, maxLength: 100, examples: ['SOC, north wall'] });
const show_sources = flag({
  description:
    'Whether addresses and host names of sources are shown. Anybody may be able to read a screen in a hallway.',
  default: false,
});

export const Wallboard = object({
  id: text(),
  name,
  show_sources,
  created_by: text({ description: 'E-mail address of the person who created it.' }),
  created_at: plainTime,
  expires_at: nullable(time('When the link expires; null: only when it is revoked.')),
  last_seen_at: nullableTime,
});
export type Wallboard = Static<typeof Wallboard>;
const project = projectionOf(Wallboard);
export const toWallboardView = ({ body, ...doc }: DocOf<WallboardBody>): Wallboard =>
  project({ ...doc, ...body });

export const WallboardCreate = object({
  name,
  show_sources: optional(show_sources),
  expires_at: optional(
    nullable(text({ format: 'date-time', description: 'Default: in 90 days. Null: never.' })),
  ),
});
export type WallboardCreate = Static<typeof WallboardCreate>;

export const WallboardCreated = object({
  wallboard: Wallboard,
  path: text({
    description: 'Path of the page on this server; shown only once. Browsers never send what follows the #.',
    examples: ['/console/wallboard#dvw_…'],
  }),
});
export type WallboardCreated = Static<typeof WallboardCreated>;

const ranked = list(object({ name: text(), events: integer() }), { description: 'Highest first.' });

export const WallboardData = object(
  {
    name,
    at: time('When these numbers were read.'),
    expires_at: nullable(time('When the link expires.')),
    totals: StatsResponse,
    incidents: object({
      open: integer({ description: 'At most 1,000 are counted.' }),
      is_more: flag({ description: 'There are more than were counted.' }),
      by_risk: object({ critical: integer(), high: integer(), medium: integer(), low: integer() }),
      worst: list(
        object({
          incident_id: text(),
          attack_type: text(),
          risk_score: risk,
          status: choice(alertStatuses),
          node_name: text(),
          service: text(),
          source: nullable(text({ description: 'Null if sources are not shown.' })),
          last_seen: plainTime,
        }),
        { description: 'At most five, the worst first.' },
      ),
    }),
    nodes: object({
      total: integer(),
      active: integer(),
      silent: integer(),
      silent_names: list(object({ name: text(), last_seen: nullableTime }), { description: 'At most ten.' }),
    }),
    activity: list(
      object({
        start: plainTime,
        events: integer(),
        high_risk: integer(),
        alerts: integer(),
        counts: counts('Events by attack type.'),
      }),
      { description: 'The last 24 hours, ascending.' },
    ),
    top: object({ types: ranked, services: ranked, countries: ranked, sources: nullable(ranked) }),
  },
  {
    description:
      'Your numbers and names; no payload, account, password, reason or title of an incident, and sources only where the wallboard shows them.',
  },
);
export type WallboardData = Static<typeof WallboardData>;
