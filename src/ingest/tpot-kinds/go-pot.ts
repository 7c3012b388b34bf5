/** go-pot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const goPot = defineKind({
  name: 'go-pot',
  title: 'go-pot',
  when: [{ type: ['Gopot', 'GoPot', 'Go-pot'] }],
  service: 'http',
});
