/**
 * Query keys. The first part is the noun; the live stream makes everything under a noun stale at once. `list` keys of
 * what people read row by row (`events`) are not here on purpose: those lists hold new rows back.
 */
export const keysOf = {
  event: ['stats', 'tokens', 'token'],
  alert: ['alerts', 'stats'],
  incident: ['incidents', 'incident', 'stats', 'blocks'],
  node: ['nodes', 'node', 'stats'],
  // An open incident tells who was told of it.
  delivery: ['deliveries', 'incident'],
} as const satisfies Record<string, readonly string[]>;
