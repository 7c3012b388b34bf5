/** Counts every event that arrives: received = stored + duplicate + rejected + dropped + in flight. */
export type DropReason = 'queue_full' | 'closing' | 'store';

const names = [
  'received',
  'stored',
  'duplicate',
  'rejected',
  'dropped',
  'dropped_queue_full',
  'dropped_closing',
  'dropped_store',
  'commits',
  'alerts',
  'deliveries',
  'fallback',
  'scorer_faults',
] as const;

export interface EventCounters {
  readonly counts: Record<(typeof names)[number], number>;
  drop(reason: DropReason, events: number): void;
}

export function createEventCounters(): EventCounters {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as EventCounters['counts'];
  return {
    counts,
    drop(reason, events) {
      counts.dropped += events;
      counts[`dropped_${reason}`] += events;
    },
  };
}
