/** How far each list was scrolled, by its name and filters, for whoever comes back from another page. */
const places = new Map<string, number>();
export function keepPlace(place: string, offset: number): void {
  places.delete(place);
  places.set(place, offset);
  const [oldest] = places.keys();
  if (places.size > 50 && oldest !== undefined) places.delete(oldest);
}
export const placeOf = (place: string): number => places.get(place) ?? 0;
