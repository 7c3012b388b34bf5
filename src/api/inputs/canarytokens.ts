/** Canarytokens' webhook: the key stands in the path. The example it sends when a webhook is saved is no use of a token. */
import { defineInput } from './input.ts';

export const canarytokens = defineInput({ name: 'canarytokens', title: 'Canarytokens' });
