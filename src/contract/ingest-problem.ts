/** What sensors sent that was not accepted or not understood. */
import type { DocOf } from '../core/doc-kind.ts';
import { type IngestProblemBody, ingestProblemKinds } from '../core/ingest-problem.ts';
import { plainTime } from './fields.ts';
import { choice, integer, nullable, object, type Static, text } from './schema.ts';

export const IngestProblem = object({
  id: text(),
  kind: choice(ingestProblemKinds, {
    description:
      '`unknown_key`: of a node that is inactive or deleted. `unreadable`: nothing of a body could be read. `rejected`: a record was refused. `unknown_record`: stored, but its type is not known here. `too_many_sensors`: stored, but under the node whose key it came with.',
  }),
  input: text({ description: 'By which input it came.', examples: ['opencanary'] }),
  node_id: nullable(text()),
  reason: text({ examples: ['timestamp must be a timestamp'] }),
  address: text({ description: 'Of the sender of the latest one.' }),
  sample: text({ description: 'The beginning of the latest one, unchanged.' }),
  count: integer(),
  first_at: plainTime,
  last_at: plainTime,
});
export type IngestProblem = Static<typeof IngestProblem>;

export const toIngestProblemView = ({ id, body }: DocOf<IngestProblemBody>): IngestProblem => ({
  id,
  ...body,
});
