/** What small commits leave to be written to its tables later (writing/write-buffer.ts). */
export const writeBufferSchema =
  'CREATE TABLE backlog (place INTEGER PRIMARY KEY, effects TEXT NOT NULL) STRICT;';
