/** Incidents that are one, or are not, and who has opened them. */
import { Incident } from './incident.ts';
import { choice, flag, integer, list, nullable, object, type Static, text } from './schema.ts';

const ids = list(text({ maxLength: 100 }), { minItems: 1, maxItems: 200 });

export const IncidentMerge = object({
  into: text({ description: 'The one that remains.', maxLength: 100 }),
  incidents: ids,
});
export type IncidentMerge = Static<typeof IncidentMerge>;

const results = list(
  object({
    incident_id: text(),
    result: choice(['merged', 'split', 'not_found', 'conflict']),
    why: nullable(text({ description: 'Why it could not be done.' })),
  }),
);
export const IncidentMergeAnswer = object({
  incident: Incident,
  results,
  undo: nullable(
    object(
      { incidents: list(text()) },
      { description: 'The body of the request to `/api/incidents/split` that undoes it.' },
    ),
  ),
});
export type IncidentMergeAnswer = Static<typeof IncidentMergeAnswer>;

export const IncidentSplit = object({ incidents: ids });
export type IncidentSplit = Static<typeof IncidentSplit>;
export const IncidentSplitAnswer = object({ results });
export type IncidentSplitAnswer = Static<typeof IncidentSplitAnswer>;

export const IncidentTakeApart = object({
  alert_ids: list(text({ maxLength: 100 }), { minItems: 1, maxItems: 200 }),
});
export type IncidentTakeApart = Static<typeof IncidentTakeApart>;
export const IncidentTakeApartAnswer = object({
  incident: Incident,
  from: Incident,
  undo: object(
    { into: text(), incidents: list(text()) },
    { description: 'The body of the request to `/api/incidents/merge` that undoes it.' },
  ),
});
export type IncidentTakeApartAnswer = Static<typeof IncidentTakeApartAnswer>;

export const IncidentsSeen = object({ incidents: ids, seen: flag({ description: 'false: unread again.' }) });
export type IncidentsSeen = Static<typeof IncidentsSeen>;
export const IncidentsSeenAnswer = object({ success: flag(), count: integer() });
export type IncidentsSeenAnswer = Static<typeof IncidentsSeenAnswer>;
