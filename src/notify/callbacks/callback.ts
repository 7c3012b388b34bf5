/**
 * The port of a callback: what a chat program sends when somebody clicks a button of a message. One file per program; each
 * proves first that the program sent it, from the bytes as they came.
 */
export interface CallbackRequest {
  /** Null where there is none, or more than one. */
  header(name: string): string | null;
  body: Buffer;
}

/** What is answered to the program, and what is sent to it afterwards. */
export interface CallbackAnswer {
  body: object;
  /** To an address that the program named in the call. */
  followUp?: { url: string; body: string };
}

export type Callback =
  /** Not proven: nothing happens. */
  | { kind: 'refused' }
  /** No click of ours: the program checks the address, or tells of something else. */
  | { kind: 'other'; body: object }
  | {
      kind: 'click';
      /** What the button carries. */
      code: string;
      /** Who clicked, by the program's word; may be any text. */
      by: string;
      /** `said`: one sentence for who clicked. */
      answer(said: string): CallbackAnswer;
    };

export interface CallbackKind {
  /** Name of the kind of channel. */
  channel: string;
  /** The program, as the history says it: `Ann (Slack)`. */
  program: string;
  /** The setting that proves calls; a channel without it takes none. */
  setting: string;
  read(request: CallbackRequest, settings: Readonly<Record<string, unknown>>, nowMs: number): Callback;
}

/** A signed time that is older, or so far ahead, is a replay. */
export const freshMs = 5 * 60_000;

/** `seconds` is the text that was signed. */
export const isFresh = (seconds: string, nowMs: number): boolean =>
  /^\d{1,12}$/.test(seconds) && Math.abs(nowMs - Number(seconds) * 1000) <= freshMs;
