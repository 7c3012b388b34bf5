/** The stages of an attack that a shell session can show, as bits. */

export const stage = {
  look: 1,
  fetch: 2,
  build: 4,
  mode: 8,
  run: 16,
  stay: 32,
  hide: 64,
  harm: 128,
  steal: 256,
} as const;
