/** Which of an event's messages are sent, by what their channels are subscribed to. Pure. */
import type { Occasion } from '../core/occasion.ts';
import { subscribes } from '../core/subscription.ts';
import type { Made, Telling } from './telling.ts';
import type { SortedTellings } from './waves.ts';

type Told = SortedTellings & Made;

/**
 * Leaves the messages that their channels ask for. A channel that is not subscribed to waves gets each message on its
 * own; one that is subscribed to nothing else still has its waves counted.
 */
export function sortTellings(
  tellings: readonly Telling[],
  sortWaves: (tellings: readonly Telling[]) => SortedTellings,
): Told {
  const takes = ({ channel }: Telling, occasion: Occasion): boolean => subscribes(channel, { occasion });
  const apart = tellings.filter((telling) => !takes(telling, 'wave'));
  const sorted = sortWaves(apart.length === 0 ? tellings : tellings.filter((one) => takes(one, 'wave')));
  const due = [...sorted.made, ...apart];
  if (due.every((telling) => takes(telling, telling.occasion)))
    return { ...sorted, made: apart.length === 0 ? sorted.made : due, unasked: [] };
  return {
    ...sorted,
    made: due.filter((telling) => takes(telling, telling.occasion)),
    unasked: due.filter((telling) => !takes(telling, telling.occasion) && telling.occasion !== 'reminded'),
  };
}
