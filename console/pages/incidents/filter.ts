/** The inbox's tabs and filters: from the address to the API, and what the API cannot filter by. */
import type { Search } from '../../data/address.ts';
import { toTimeRange } from '../../data/time-range.ts';
import type { IncidentFilter, IncidentView } from '../../data/types.ts';

export const views = ['open', 'mine', 'acknowledged', 'snoozed', 'resolved', 'all'] as const;
export type View = (typeof views)[number];

export const toView = (search: Search): View => views.find((view) => view === search.status) ?? 'open';

/** What the server filters by. */
export function toFilter(search: Search, me: string): IncidentFilter {
  const view = toView(search);
  const { source, node_id, min_risk, unread } = search;
  return {
    ...(view === 'open' || view === 'resolved' ? { status: view } : {}),
    ...(view === 'acknowledged' || view === 'mine' || view === 'snoozed' ? { open: true } : {}),
    ...(view === 'resolved' || view === 'all' ? {} : { snoozed: view === 'snoozed' }),
    ...(view === 'mine' ? { assignee: me } : {}),
    ...(source ? { source } : {}),
    ...(node_id ? { node_id } : {}),
    ...(unread ? { unread: true } : {}),
    // The address is the person's: what is no risk filters nothing.
    ...(min_risk && /^(\d|10)$/.test(min_risk) ? { min_risk } : {}),
  };
}

export interface Wanted {
  view: View;
  me: string;
  search: Search;
  from: string | null;
  to: string | null;
  nodeName(id: string): string;
}

export function toWanted(search: Search, me: string, nowMs: number, nodeName: Wanted['nodeName']): Wanted {
  const { from, to } = toTimeRange(search, nowMs);
  return { view: toView(search), me, search, from, to, nodeName };
}

/** The list as the server can count it; null where only the console knows what matches. */
export function toCounted(filter: IncidentFilter, { search, from, to }: Wanted): IncidentFilter | null {
  if (search.q) return null;
  return {
    ...filter,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(search.type ? { q: `type:"${search.type.replace(/["\\]/g, '')}"` } : {}),
  };
}

const inView: Record<View, (incident: IncidentView, me: string) => boolean> = {
  open: ({ status, asleep }) => status === 'open' && !asleep,
  mine: ({ status, assignee, asleep }, me) => status !== 'resolved' && assignee === me && !asleep,
  acknowledged: ({ status, asleep }) => (status === 'acknowledged' || status === 'investigating') && !asleep,
  snoozed: ({ status, asleep }) => status !== 'resolved' && asleep,
  resolved: ({ status }) => status === 'resolved',
  all: () => true,
};

/** Whether an incident belongs in the list that is shown. What was answered leaves it by this. */
export function matches(wanted: Wanted, incident: IncidentView): boolean {
  const { view, me, search, from, to, nodeName } = wanted;
  if (!inView[view](incident, me)) return false;
  // It is listed by its source all the same, as the server does.
  if (incident.merged_into !== null && !search.source) return false;
  if (search.source && incident.source_ip !== search.source) return false;
  if (search.node_id && incident.node_id !== search.node_id) return false;
  if (search.min_risk && incident.risk_score < Number(search.min_risk)) return false;
  if (search.type && incident.attack_type !== search.type) return false;
  if (from !== null && incident.last_seen < from) return false;
  if (to !== null && incident.first_seen >= to) return false;
  if (!search.q) return true;
  const { title, source_ip, service, node_id, assignee } = incident;
  const text = [title, source_ip, service, nodeName(node_id), assignee ?? ''].join('\n').toLowerCase();
  return text.includes(search.q.toLowerCase());
}

/** Whether rows after this one can still match: the list is by last seen, latest first. */
export const mayFollow = ({ from }: Wanted, last: IncidentView | undefined): boolean =>
  last === undefined || from === null || last.last_seen >= from;

export const isFiltered = (search: Search): boolean =>
  Object.keys(search).some((name) => name !== 'status' && name !== 'view');

/**
 * The rows that people read, with what has become of them since: `fresh` is the list's first page as it is now. Rows
 * keep their places; those that left the list on the server leave here too, but for those that left it by being read;
 * new ones are handed out apart, to be held back. `isWhole`: the rows are all there were.
 */
export function mergeFresh(
  rows: readonly IncidentView[],
  isWhole: boolean,
  fresh: { items: readonly IncidentView[]; next_cursor: string | null } | undefined,
  keepsRead = false,
): { rows: IncidentView[]; arrived: IncidentView[] } {
  if (fresh === undefined) return { rows: [...rows], arrived: [] };
  const byId = new Map(fresh.items.map((item) => [item.incident_id, item]));
  const oldestFresh = fresh.next_cursor === null ? '' : (fresh.items.at(-1)?.last_seen ?? '');
  const kept = rows.flatMap((row) => {
    const now = byId.get(row.incident_id);
    if (now === undefined) return row.last_seen > oldestFresh && !(keepsRead && !row.unread) ? [] : [row];
    return [now.version >= row.version ? now : row];
  });
  const known = new Set(rows.map(({ incident_id }) => incident_id));
  // What is older than the last row is not new: it comes with the next page.
  const oldest = isWhole ? '' : (rows.at(-1)?.last_seen ?? '');
  return {
    rows: kept,
    arrived: fresh.items.filter((item) => !known.has(item.incident_id) && item.last_seen > oldest),
  };
}
