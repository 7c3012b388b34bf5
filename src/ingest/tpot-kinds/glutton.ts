/** Glutton, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const glutton = defineKind({
  name: 'glutton',
  title: 'Glutton',
  when: [{ type: 'Glutton' }],
  service: 'glutton',
});
