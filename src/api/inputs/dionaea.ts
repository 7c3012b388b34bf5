/** Dionaea's `log_json` with an `http(s)://` handler: it can set no header, so the key stands in the path. */
import { defineInput } from './input.ts';

export const dionaea = defineInput({ name: 'dionaea', title: 'Dionaea' });
