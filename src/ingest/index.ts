/** All event formats. A new one is a file and a line here. */
import type { EventFormat } from '../core/format.ts';
import { native } from './native.ts';

export const formats: readonly EventFormat[] = [native];

/** Null for a name that is no format's. */
export const findFormat = (name: string): EventFormat | null =>
  formats.find((format) => format.name === name) ?? null;
