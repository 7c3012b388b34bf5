/** Honeyaml, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const honeyaml = defineKind({
  name: 'honeyaml',
  title: 'Honeyaml',
  when: [{ type: 'Honeyaml' }],
  service: 'http',
});
