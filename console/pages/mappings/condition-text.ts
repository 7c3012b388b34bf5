/** A condition as one line: `product = door, v = [2,3]`. */
import type { MappedCondition } from '../../data/types.ts';
import { fromTest } from './draft.ts';

export const conditionText = (condition: MappedCondition): string =>
  Object.entries(condition)
    .map(([path, test]) => `${path} = ${fromTest(test)}`)
    .join(', ');
