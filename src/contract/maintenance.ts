/** Planned silence of nodes and groups. */
import { mostMaintenance } from '../core/maintenance.ts';
import { plainTime } from './fields.ts';
import { list, object, optional, text } from './schema.ts';

const note = text({ maxLength: 200 });
export const maintenanceView = list(object({ from: plainTime, to: plainTime, note }), {
  description: 'Times in which silence is planned.',
});
export const maintenanceGiven = list(object({ from: plainTime, to: plainTime, note: optional(note) }), {
  description: 'Times in which silence is planned: no incident is raised then.',
  maxItems: mostMaintenance,
});
