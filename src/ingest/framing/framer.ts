/** A framer finds where records begin and end in a stream of chunks, without parsing them. */

/** The text of one record, or the reason why it could not be read. */
export type Framed =
  | { /** From 1. */ line: number; text: string; problem: null }
  | { line: number; text: null; problem: string };

export interface Framer {
  /** The records that ended in these bytes. */
  push(bytes: Uint8Array): Framed[];
  /** The remaining records at the end of the input. */
  end(): Framed[];
}

export const framed = (line: number, text: string): Framed => ({ line, text, problem: null });
export const unframed = (line: number, problem: string): Framed => ({ line, text: null, problem });

export const tooLong = (maxBytes: number): string => `is longer than ${maxBytes} bytes`;

/** Limit of one record. The API accepts 8 MiB per request; no sensor writes events near this size. */
export const maxRecordBytes = 1024 * 1024;
