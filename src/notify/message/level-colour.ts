/** Colours of severities, for receivers that draw a bar beside a message. */
import type { Level } from './content.ts';

export const hexColour: Readonly<Record<Level, string>> = {
  critical: '#d24b4e',
  high: '#e0812c',
  medium: '#d6b11e',
  low: '#3d79c2',
  info: '#8a8f98',
};
