import { setFlagsFromString } from 'node:v8';

/** Keeps the heap near its live data, which are a few megabytes: a follower runs beside sensors on small machines. */
export function keepFollowerSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--optimize-for-size');
}
