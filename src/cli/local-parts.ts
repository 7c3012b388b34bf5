/** What cases need beside a store: this machine's clock and randomness. */
import { randomBytes, randomInt } from 'node:crypto';

export const localParts = {
  now: (): string => new Date().toISOString(),
  random: (bytes: number): Buffer => randomBytes(bytes),
  randomHex: (bytes: number): string => randomBytes(bytes).toString('hex'),
  randomInt: (below: number): number => randomInt(below),
};
