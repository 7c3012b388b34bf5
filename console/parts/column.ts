/** A column of a list: what it shows, how wide, and what becomes of it where there is little room. */
import type { ReactNode } from 'react';

export interface Column<T> {
  id: string;
  label: string;
  cell(row: T): ReactNode;
  /** What to sort by, where the whole list is loaded. */
  sortBy?(row: T): string | number;
  /** CSS grid track: `120px`, `minmax(10rem, 2fr)`. */
  width: string;
  align?: 'end';
  /** Its place in the card on narrow windows; absent: not shown there. */
  card?: 'title' | 'line' | 'aside';
  /** A card's title of two lines: a sentence that says what happened. */
  isSentence?: boolean;
  /** Gives way while a row is open beside the list: the open row says it. */
  isRoomy?: boolean;
}
