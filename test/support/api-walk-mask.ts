/** What two walks through the API (api-walk.ts) may differ in, made equal. */

/** What is stamped in the background, at a moment that no call decides. */
const stamped = new Set(['last_attempt_at', 'last_used_at', 'last_seen']);
const chance =
  /\b(?:(?:user|node|log|inc|rule|ch|key|feed|token|block|decoy|req|wall|job)-|msg_)[0-9a-f][0-9a-z-]{6,}\b|\b(?:ALERT|AGENT)-\d{14}-[0-9A-F]{12}\b|\b(?:dvk|dvw|nk)_[\w-]+|\b[0-9a-f]{24}\b|(?<=\/feeds\/)[\w-]{43}|(?<=\/t\/)[\w-]{22}|2001:db8(?::1[0-9a-f]{3}){4}::1/g;

interface Sent {
  delivery_id: string;
  created_at: string;
  occasion: string;
  notice: { title: string };
}
const isSent = (one: unknown): one is Sent =>
  typeof one === 'object' && one !== null && 'delivery_id' in one && 'notice' in one && 'created_at' in one;

/** Messages made within one millisecond stand by their ids, which chance makes: here by what they say. */
export function settled<T>(list: readonly T[]): readonly T[] {
  if (!list.every((one) => isSent(one))) return list;
  const key = ({ occasion, notice }: Sent): string => `${occasion} ${notice.title}`;
  const sent = list as readonly (T & Sent)[];
  return sent.toSorted((a, b) => {
    if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
    return key(a) < key(b) ? -1 : 1;
  });
}

/** Names what chance made (ids, secrets) by its first appearance; one mask per walk. */
export function createMask(): (value: unknown) => unknown {
  const names = new Map<string, string>();
  const mask = (text: string): string =>
    text.replace(chance, (found) => {
      const kind = found.startsWith('2001:')
        ? 'source'
        : found.length === 43 || found.length === 22
          ? 'secret'
          : /^[0-9a-f]{24}$/.test(found)
            ? 'entry'
            : null;
      if (!names.has(found)) names.set(found, `<${kind ?? found.split(/[-_]/)[0]} ${names.size}>`);
      return names.get(found)!;
    });
  const walk = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string') return stamped.has(name) ? '<stamped>' : mask(value);
    if ((name === 'duration_ms' || name === 'after_ms') && typeof value === 'number') return '<ms>';
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return settled(value).map((one) => walk(one));
    const isSwitchedOff = 'disabled_reason' in value && value.disabled_reason !== null;
    // Cursors are the store's own affair; whether there is one is not.
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        mask(key),
        key === 'next_cursor' && one !== null
          ? '<more>'
          : key === 'updated_at' && isSwitchedOff
            ? '<stamped>'
            : walk(one, key),
      ]),
    );
  };
  return (value) => walk(value);
}
