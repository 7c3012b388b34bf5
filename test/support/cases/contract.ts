/** What cases do to a store, the same on every back end: two people at once, another tenant's ids, what is recorded. */

import type { Backend } from '../store/contract/backend.ts';
import { blockCases } from './blocks.ts';
import { digestCases } from './digests.ts';
import { groupCases } from './groups.ts';
import { incidentJobCases } from './incident-jobs.ts';
import { incidentCases } from './incidents.ts';
import { silenceCases } from './silence.ts';
import { threadCases } from './threads.ts';
import { tuningCases } from './tuning.ts';

export function caseContract(backend: Backend): void {
  incidentCases(backend);
  incidentJobCases(backend);
  blockCases(backend);
  tuningCases(backend);
  digestCases(backend);
  groupCases(backend);
  silenceCases(backend);
  threadCases(backend);
}
