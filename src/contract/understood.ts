/** How an event that was delivered was understood: what its sender would otherwise have to look up. */
import { eventKinds, type StoredEvent } from '../core/event.ts';
import { exposures } from '../core/exposure.ts';
import { time } from './fields.ts';
import { choice, integer, list, object, optional, type Static, text } from './schema.ts';

export const Understood = object(
  {
    kind: choice(eventKinds),
    unknown_kind: optional(
      text({ description: 'The stated kind, if there is no such kind: `kind` was derived instead.' }),
    ),
    exposure: optional(choice(exposures, { description: 'What it was judged as.' })),
    timestamp: time('Of the event, in UTC.'),
    clock_skew: optional(
      object(
        {
          stated: time('What the sender stated.'),
          ahead_seconds: integer({ description: 'How far it was ahead of the arrival.' }),
        },
        {
          description:
            'Set if the stated time was more than five minutes in the future: the time of arrival is used instead.',
        },
      ),
    ),
    source: text({ description: 'The address in its canonical form, or the host name.' }),
    source_port: optional(integer({ description: 'The port that was written after the address.' })),
    cut: optional(
      list(text(), {
        description:
          'Fields that were truncated to their limit; `extra` of the event has their length and hash.',
      }),
    ),
    mended: optional(list(text(), { description: 'What had to be repaired to make it JSON.' })),
    unwrapped: optional(
      list(text(), { description: 'Log collectors whose envelopes were removed, outermost first.' }),
    ),
  },
  { description: 'How the event was understood.' },
);
export type Understood = Static<typeof Understood>;

const known: ReadonlySet<string> = new Set(eventKinds);
const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;

export function toUnderstood({ kind, timestamp, source_ip, extra, verdict }: StoredEvent): Understood {
  const said = extra ?? {};
  const cut = Object.keys(said).flatMap((key) =>
    key.endsWith('_sha256') && typeof said[`${key.slice(0, -7)}_length`] === 'number'
      ? [key.slice(0, -7)]
      : [],
  );
  const skew = said.clock_skew as Understood['clock_skew'] | undefined;
  const mended = textsOf(said.mended);
  const unwrapped = textsOf(said.unwrapped);
  return {
    kind,
    ...(typeof said.kind === 'string' && !known.has(said.kind)
      ? { unknown_kind: said.kind.slice(0, 100) }
      : {}),
    ...(verdict?.exposure === undefined ? {} : { exposure: verdict.exposure }),
    timestamp,
    ...(typeof skew === 'object' && typeof skew?.stated === 'string' && Number.isInteger(skew.ahead_seconds)
      ? { clock_skew: { stated: skew.stated, ahead_seconds: skew.ahead_seconds } }
      : {}),
    source: source_ip,
    ...(Number.isInteger(said.source_port) ? { source_port: said.source_port as number } : {}),
    ...(cut.length > 0 ? { cut } : {}),
    ...(mended === undefined ? {} : { mended }),
    ...(unwrapped === undefined ? {} : { unwrapped }),
  };
}
