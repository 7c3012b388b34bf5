/** Hellpot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const hellpot = defineKind({
  name: 'hellpot',
  title: 'Hellpot',
  when: [{ type: 'Hellpot' }],
  service: 'http',
});
