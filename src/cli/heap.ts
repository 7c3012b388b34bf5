import { setFlagsFromString } from 'node:v8';

/**
 * Keeps a server's memory in proportion to what it holds. On a machine with much memory V8 lets garbage pile up to four
 * times of what lives and the young generation grow to its greatest; a server that takes events all day would stand at
 * 380 MB instead of 240 for a few per cent less work. To be called when the server is up, so that its start is not slowed.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=40');
  setFlagsFromString('--semi-space-growth-factor=1');
}
