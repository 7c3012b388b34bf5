/** Maintenance windows, as people write them: for nodes and groups. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { MaintenanceWindow } from '../core/maintenance.ts';
import { toIso } from './expiry.ts';

/** Earliest first. Throws `invalid_request` for one that ends before it begins. */
export function parseMaintenance(
  given: readonly { from: string; to: string; note?: string }[],
): MaintenanceWindow[] {
  const errors: FieldError[] = [];
  const windows = given.map(({ from, to, note = '' }, at) => {
    const window = { from: toIso(from) ?? '', to: toIso(to) ?? '', note };
    if (window.to <= window.from)
      errors.push({ field: `maintenance.${at}.to`, message: 'must be after the start' });
    return window;
  });
  if (errors.length > 0) throw invalid(errors);
  return windows.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}
