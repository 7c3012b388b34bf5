/** States of messages, and why they were sent, in words. */
import { deliveriesTexts } from '../../texts/deliveries.ts';
import { useTexts } from '../../texts/texts.ts';

export const deliveryStates = ['due', 'sent', 'dead', 'skipped'] as const;

/** What a newer server calls by a name unknown here keeps that name. */
export function useOccasion(): (occasion: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(deliveriesTexts).occasions;
  return (occasion) => (Object.hasOwn(names, occasion) ? (names[occasion] ?? occasion) : occasion);
}
