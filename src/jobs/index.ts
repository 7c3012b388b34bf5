/** The background jobs of the server. A new job is a file beside this one and a line in the list. */
import { blockRules } from './block-rules.ts';
import { digests } from './digests.ts';
import { escalation } from './escalation.ts';
import { idleIncidents } from './idle-incidents.ts';
import { incidentJobs } from './incident-jobs.ts';
import type { Job, JobParts } from './job.ts';
import { type PeriodicJob, startPeriodic } from './periodic.ts';
import { retention } from './retention.ts';
import { samples } from './samples.ts';
import { silentNodes } from './silent-nodes.ts';

export const jobs: readonly Job[] = [
  retention,
  idleIncidents,
  escalation,
  blockRules,
  silentNodes,
  digests,
  samples,
  incidentJobs,
];

/** Starts all jobs. Closing them waits for the runs under way. */
export function startJobs(
  parts: JobParts & {
    log: { warn(data: object, message: string): void };
    /** Notes for the watch over the event loop what begins. */
    mark?(what: string): void;
  },
): PeriodicJob {
  const running = jobs.map(({ name, plan }) => {
    const planned = plan(parts);
    const run = (): Promise<boolean> => {
      parts.mark?.(`job ${name}`);
      return planned.run();
    };
    return startPeriodic({ ...planned, run }, (error) =>
      parts.log.warn({ err: error, job: name }, 'a background job failed'),
    );
  });
  return {
    async close() {
      await Promise.all(running.map((job) => job.close()));
    },
  };
}
