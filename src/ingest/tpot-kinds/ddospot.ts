/** Ddospot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const ddospot = defineKind({
  name: 'ddospot',
  title: 'Ddospot',
  when: [{ type: 'Ddospot' }],
  service: 'ddospot',
});
