/** The stages of an attack that a shell session can show, as bits. */

export const stage = {
  discovery: 1,
  download: 2,
  build: 4,
  chmod: 8,
  execution: 16,
  persistence: 32,
  evasion: 64,
  impact: 128,
  collection: 256,
} as const;
