/** Galah, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const galah = defineKind({
  name: 'galah',
  title: 'Galah',
  when: [{ type: 'Galah' }],
  service: 'http',
});
