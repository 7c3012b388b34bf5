/** What cases need beside a store, as the machine of the command line has it: its clock and its randomness. */
import { randomBytes, randomInt } from 'node:crypto';

export const localParts = {
  now: (): string => new Date().toISOString(),
  random: (bytes: number): Buffer => randomBytes(bytes),
  randomHex: (bytes: number): string => randomBytes(bytes).toString('hex'),
  randomInt: (below: number): number => randomInt(below),
};
