/** A call with an `Idempotency-Key`: what was asked, and the answer to give again. */
export interface IdempotencyBody {
  /** Hash of method, path and body: the same key for something else is a mistake. */
  request: string;
  /** The answer, encrypted with the key itself: it may hold a secret that is shown once. Null while the call runs. */
  answer: string | null;
}
