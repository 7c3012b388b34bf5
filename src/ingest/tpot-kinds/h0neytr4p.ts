/** H0neytr4p, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const h0neytr4p = defineKind({
  name: 'h0neytr4p',
  title: 'H0neytr4p',
  when: [{ type: 'H0neytr4p' }],
  service: 'https',
});
