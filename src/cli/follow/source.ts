/** What a follower reads from: a log with its rotated files, or a journal. Both are asked in turn. */
import type { Found } from './log-lines.ts';

/** What was read at once: events to send, and what follows when all of them are stored. */
export interface Piece extends Found {
  /** For messages: the file's name. */
  name: string;
  /** It was there before anybody followed: its times are to be believed. */
  isBacklog: boolean;
  /** Remembers that all of it is stored. */
  commit(): void;
}

export interface FollowSource {
  name: string;
  /** Looks what became of the files; opens what must not be lost. Called again and again, also while the server is away. */
  look(): Promise<void>;
  /** The next events, in order; null = there is nothing at present. The one before was committed. */
  read(): Promise<Piece | null>;
  /** All that is there now counts as backlog: the server was away for long. */
  fellBehind(): void;
  /** What is left unread at the end: null = nothing. */
  left(): string | null;
  close(): void;
}
