/** Decoys: files that agents planted and watch. */
import type { Decoy } from '../core/decoy.ts';
import { time } from './fields.ts';
import { projectionOf } from './project.ts';
import { anything, integer, nullable, object, type Static, text } from './schema.ts';

export const DecoyResponse = object({
  id: text({ examples: ['decoy-5d41402abc4b2a76'] }),
  node_id: text(),
  node_name: nullable(text()),
  file_name: text({ examples: ['passwords.xlsx'] }),
  file_path: nullable(text()),
  type: text({ examples: ['credential'] }),
  status: text({ examples: ['active'] }),
  triggers_count: integer(),
  last_accessed: nullable(time('Of the latest access.')),
  last_triggered: nullable(time('The same as last_accessed.')),
  registered_at: nullable(time('When the agent registered it.')),
  extra: anything(),
});
export type DecoyResponse = Static<typeof DecoyResponse>;
const project = projectionOf(DecoyResponse);
export const toDecoyView = (decoy: Decoy, nodeName: string | null): DecoyResponse =>
  project({ ...decoy, node_name: nodeName, last_triggered: decoy.last_accessed });
