/** Observables: values worth following, with their sums. */
import { observableKinds, type Observable as Record } from '../core/observable.ts';
import { maskedValue } from '../lib/masking.ts';
import { FoundAsset } from './asset.ts';
import { time } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

export const observableSorts = ['events', 'first_seen', 'rise'] as const;

const observable = {
  id: text({ examples: ['5f4dcc3b5aa765d61d8327de'] }),
  kind: choice(observableKinds),
  value: text({ description: 'At most 512 characters.', examples: ['root:123456'] }),
  masked: flag({ description: 'Whether a password in it is masked: it looks like a person’s.' }),
  events: integer({ description: 'Counted since this value was first recorded.' }),
  sources: integer({ description: 'Distinct; beyond 47 an estimate within about 15 %.' }),
  sessions: integer({ description: 'Distinct; estimated as `sources`.' }),
  nodes: integer(),
  first_seen: time('Of the first event that had it.'),
  last_seen: time('Of the latest event that had it.'),
  in_range: optional(integer({ description: 'Events within the requested range.' })),
  asset: optional(nullable(FoundAsset)),
  before: optional(integer({ description: 'Events within the preceding range of the same length.' })),
};
export const Observable = object(observable);
export type Observable = Static<typeof Observable>;
const project = projectionOf(Observable);

/** `sums` are those of a range, where one was asked for. A person's password is masked unless `isRevealed`. */
export const toObservableView = (
  record: Record,
  { isRevealed = false, ...sums }: { isRevealed?: boolean; in_range?: number; before?: number } = {},
): Observable => {
  const shown = isRevealed ? { value: record.value, masked: false } : maskedValue(record.kind, record.value);
  return project({ ...record, ...shown, ...sums });
};

export const ObservableList = object({
  from: nullable(time('Start of the range, if there is one.')),
  to: nullable(time('End of the range.')),
  items: list(Observable),
  next_cursor: nullable(text()),
  missed: integer({
    description:
      'Each `in_range` may be too low by up to this many events, and a value that is not listed had at most this many; 0: all are exact.',
  }),
  missed_before: integer({ description: 'The same for `before`.' }),
  dropped_values: integer({
    description: 'Values of this kind that were removed to make room for others.',
  }),
  dropped_events: integer({ description: 'How many events those values had.' }),
});
export type ObservableList = Static<typeof ObservableList>;

export const ObservableKinds = object({
  kinds: list(
    object({
      kind: choice(observableKinds),
      kept: integer({ description: 'Distinct values.' }),
      dropped_values: integer(),
      dropped_events: integer(),
    }),
  ),
});
export type ObservableKinds = Static<typeof ObservableKinds>;

export const ObservableDetail = object({
  ...observable,
  together: list(
    object({
      kind: choice(observableKinds),
      items: list(object({ id: text(), value: text(), masked: flag(), events: integer() }), {
        description: 'The ten most frequent of the kind.',
      }),
    }),
    { description: 'What else was in the sessions of the latest events that had it.' },
  ),
  looked_at: integer({ description: 'Events of these sessions that were counted.' }),
  recent: list(text(), { description: 'Ids of the latest events that had it, newest first.' }),
});
export type ObservableDetail = Static<typeof ObservableDetail>;

export const Revealed = object({ value: text({ description: 'The value as it was sent.' }) });
export type Revealed = Static<typeof Revealed>;
