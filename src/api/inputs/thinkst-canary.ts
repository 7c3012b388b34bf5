/** Thinkst Canary's generic webhook: the key stands in the path or in a header of its own. */
import { defineInput } from './input.ts';

export const thinkstCanary = defineInput({ name: 'thinkst-canary', title: 'Thinkst Canary' });
