/** Numbers and times of documents that other hands may have written. */
import type { Document } from 'mongodb';

export const countOf = (document: Document | undefined, name: string): number =>
  typeof document?.[name] === 'number' ? document[name] : 0;
export const later = (a: unknown, b: string): string => (typeof a === 'string' && a > b ? a : b);
export const earlier = (a: unknown, b: string): string =>
  typeof a === 'string' && a !== '' && a < b ? a : b;
