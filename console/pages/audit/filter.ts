/** The API reads the audit log from its end without filters, so the console filters what it has read. */
import type { AuditEntry } from '../../data/account.ts';
import type { Search } from '../../data/address.ts';
import type { TimeRange } from '../../data/time-range.ts';

/** `node-1` of `/nodes/:id`. */
export const targetOf = ({ data }: AuditEntry): string =>
  [...(data.subjects ?? []), ...Object.values(data.params ?? {})].join(' ');

/** `name` is what people read of it. */
export function isShown(entry: AuditEntry, name: string, search: Search, range: TimeRange): boolean {
  const text = [entry.by, name, entry.data.path, targetOf(entry), entry.data.address]
    .join('\n')
    .toLowerCase();
  return (
    text.includes(search.q?.toLowerCase() ?? '') &&
    (!search.by || entry.by === search.by) &&
    (!search.method || entry.data.method === search.method) &&
    (range.from === null || entry.at >= range.from) &&
    (range.to === null || entry.at < range.to)
  );
}

/** Whether older entries could be shown: the log goes backwards in time. */
export const mayGoOn = (oldest: AuditEntry | undefined, range: TimeRange): boolean =>
  oldest === undefined || range.from === null || oldest.at >= range.from;
