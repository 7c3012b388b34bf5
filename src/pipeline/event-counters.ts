/** Counts every event that came to the pipeline: received = stored + duplicate + rejected + dropped + in flight. */
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

export interface Ledger {
  readonly counts: Record<(typeof names)[number], number>;
  drop(reason: DropReason, events: number): void;
}

export function createLedger(): Ledger {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Ledger['counts'];
  return {
    counts,
    drop(reason, events) {
      counts.dropped += events;
      counts[`dropped_${reason}`] += events;
    },
  };
}
