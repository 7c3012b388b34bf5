/** Medpot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const medpot = defineKind({
  name: 'medpot',
  title: 'Medpot',
  when: [{ type: 'Medpot' }],
  service: 'hl7',
});
