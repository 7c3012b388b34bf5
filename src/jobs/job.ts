/** What a background job is, and what jobs are given. */
import type { IncidentMessaging } from '../cases/incident-changes.ts';
import type { Touched } from '../core/alert.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import type { RandomHex } from '../core/ids.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store } from '../core/store.ts';
import type { Network } from '../lib/network.ts';

export interface JobParts {
  store: Store;
  /** Null = everything is kept. */
  retentionDays: number | null;
  clock: () => number;
  linkTo(incidentId: string): string | null;
  /** Deliveries of a notice to those of the tenant's channels that want it. */
  toDeliveries(
    notice: Notice,
    userId: string,
    turn?: string,
    touched?: Touched,
    only?: readonly string[],
  ): Promise<Delivery[]>;
  onCommit: EventPipeline['onCommit'];
  wakeDeliverer(): void;
  /** Tells channels what a change of an incident means to them. */
  messaging: IncidentMessaging;
  randomHex: RandomHex;
  /** What no rule of a tenant blocks, beside its never-block list. */
  protectedOf(userId: string): Promise<Network[]>;
}

export interface JobPlan {
  everyMs: number;
  /** Before the first run; default `everyMs`. */
  firstMs?: number;
  /** One run, which is bounded. Resolves with true when there is more to do at once. */
  run(): Promise<boolean>;
}

export interface Job {
  /** The name of its file. */
  name: string;
  plan(parts: JobParts): JobPlan;
}

export const defineJob = (job: Job): Job => job;
