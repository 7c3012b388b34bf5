/** The state of a message as a badge. */
import type { Delivery } from '../data/types.ts';
import type { StateName } from './badges.tsx';

export const deliveryState = ({ state }: Pick<Delivery, 'state'>): StateName =>
  state === 'sent' ? 'delivered' : state === 'dead' ? 'failed' : state === 'skipped' ? 'skipped' : 'pending';
