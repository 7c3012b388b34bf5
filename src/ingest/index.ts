/** All event formats. A new one is a file and a line here. */
import type { EventFormat } from '../core/format.ts';
import { cowrie } from './cowrie.ts';
import { native } from './native.ts';
import { opencanary } from './opencanary.ts';

export const formats: readonly EventFormat[] = [native, cowrie, opencanary];

/** Null for a name that is no format's. */
export const findFormat = (name: string): EventFormat | null =>
  formats.find((format) => format.name === name) ?? null;
