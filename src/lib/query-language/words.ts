/** A text as a query that looks for it, whatever it holds. */
import { quote } from './raw.ts';

export const toWords = (text: string): string =>
  /^[\p{L}\p{N}]+$/u.test(text) && !/^(?:and|or|not)$/i.test(text) ? text : quote(text);
