/** The walk's steps about changes of many incidents as jobs of the server. */
import type { BulkJob } from '../../src/contract/bulk-job.ts';
import type { Api, TestUser } from './api-client.ts';
import { eventually } from './pipeline.ts';

type Say = <T>(method: string, path: string, body?: unknown) => Promise<T>;

export async function walkJobs(say: Say, api: Api, owner: TestUser, ids: readonly string[]): Promise<void> {
  // How often it must be asked is a matter of chance, and no step of the walk.
  const ended = ({ id }: BulkJob): Promise<unknown> =>
    eventually(async () => {
      const { body } = await api.call<BulkJob>('GET', `/api/bulk-jobs/${id}`, { headers: owner.headers });
      return body.ended_at !== null;
    });
  const job = await say<BulkJob>('POST', '/api/bulk-jobs', {
    incidents: ids.map((incident_id) => ({ incident_id })),
    status: 'acknowledged',
    verdict: 'harmless',
  });
  await ended(job);
  await say('GET', `/api/bulk-jobs/${job.id}`);
  await say('POST', `/api/bulk-jobs/${job.id}/cancel`);
  await say('GET', `/api/incidents/${ids[0]}`);
  const undo = await say<BulkJob>('POST', `/api/bulk-jobs/${job.id}/undo`);
  await ended(undo);
  await say('POST', `/api/bulk-jobs/${job.id}/undo`);
  await say('GET', '/api/bulk-jobs');
  const all = await say<BulkJob>('POST', '/api/bulk-jobs?source=203.0.113.60', {
    matching: true,
    assignee: null,
  });
  await ended(all);
  await say('GET', `/api/bulk-jobs/${all.id}`);
  await say('GET', '/api/bulk-jobs/none');
}
