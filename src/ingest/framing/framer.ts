/** What a framer is: it finds where records begin and end in bytes that come in pieces, without reading them. */

/** The text of one record, or why there is none. */
export type Framed =
  | { /** From 1. */ line: number; text: string; problem: null }
  | { line: number; text: null; problem: string };

export interface Framer {
  /** The records that ended in these bytes. */
  push(bytes: Uint8Array): Framed[];
  /** What is left when there are no more bytes. */
  end(): Framed[];
}

export const framed = (line: number, text: string): Framed => ({ line, text, problem: null });
export const unframed = (line: number, problem: string): Framed => ({ line, text: null, problem });

export const tooLong = (maxBytes: number): string => `is longer than ${maxBytes} bytes`;

/** Longest record that is read. The API takes 8 MiB a request; no sensor writes an event near this. */
export const maxRecordBytes = 1024 * 1024;
