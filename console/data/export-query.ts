/** What a list is filtered by, as the one query that its export takes. */

import type { EventFilter, IncidentFilter } from './types.ts';

/** In quotation marks everything means itself. */
const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;
const term = (field: string, value: string | undefined): string[] =>
  value === undefined || value === '' ? [] : [`${field}:${quoted(value)}`];
/** Terms side by side must all hold; a query of a person's may have an OR of its own. */
const own = (q: string | undefined): string[] => (q === undefined || q.trim() === '' ? [] : [`(${q})`]);
const join = (terms: readonly string[]): string | undefined =>
  terms.length === 0 ? undefined : terms.join(' ');

export const toEventExport = (filter: EventFilter): string | undefined =>
  join([
    ...own(filter.q),
    ...term('source', filter.source),
    ...term('service', filter.service),
    ...term('type', filter.attack_type),
    ...term('node', filter.node_id),
    ...term('session', filter.session),
    ...term('alert', filter.alert_id),
    ...(filter.min_risk ? [`risk>=${filter.min_risk}`] : []),
    ...(filter.from ? [`time>=${quoted(filter.from)}`] : []),
    ...(filter.to ? [`time<${quoted(filter.to)}`] : []),
  ]);

export const toSessionExport = ({
  source,
  node_id,
}: {
  source?: string;
  node_id?: string;
}): string | undefined => join([...term('source', source), ...term('node', node_id)]);

/** Without "snoozed" and the page's own search, which no query says. */
export const toIncidentExport = (filter: IncidentFilter, type: string | undefined): string | undefined =>
  join([
    ...term('status', filter.status),
    ...(filter.open ? ['-status:resolved'] : []),
    ...term('assignee', filter.assignee),
    ...term('source', filter.source),
    ...term('node', filter.node_id),
    ...term('type', type),
    ...(filter.min_risk ? [`risk>=${filter.min_risk}`] : []),
  ]);
