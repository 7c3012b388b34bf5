/** Endlessh, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const endlessh = defineKind({
  name: 'endlessh',
  title: 'Endlessh',
  when: [{ type: 'Endlessh' }],
  service: 'ssh',
});
