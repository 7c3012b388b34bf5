/** How later messages about an incident follow the first one. Pure. */
import type { Notice } from '../../core/channel.ts';
import type { Occasion } from '../../core/occasion.ts';

const calm: ReadonlySet<Occasion> = new Set(['acknowledged', 'assigned', 'resolved']);

/** News for which nobody must look up: where a receiver can, it changes the first message instead of being a new one. */
export const isCalm = ({ occasion }: Pick<Notice, 'occasion'>): boolean => calm.has(occasion);
