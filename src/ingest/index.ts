/** All event formats. To add one, write a file and add a line here. */
import type { EventFormat } from '../core/format.ts';
import { cowrie } from './cowrie.ts';
import { native } from './native.ts';
import { opencanary } from './opencanary.ts';

export const formats: readonly EventFormat[] = [native, cowrie, opencanary];

/** Null for an unknown name. */
export const findFormat = (name: string): EventFormat | null =>
  formats.find((format) => format.name === name) ?? null;
