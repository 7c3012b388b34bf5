/** The state of reading a query: the position, and the errors found so far. */
import { type QueryError, queryLimits, type Span } from './ast.ts';
import type { FieldNames } from './fields.ts';
import { isBlank } from './raw.ts';

/** Thrown to end the reading of one term, with the error. */
export class Fault extends Error {
  readonly error: QueryError;
  /** Reading ends here: a limit was exceeded. */
  readonly isFinal: boolean;
  constructor(
    position: number,
    length: number,
    message: string,
    suggestion: string | null = null,
    isFinal = false,
  ) {
    super(message);
    this.error = { position, length, message, suggestion };
    this.isFinal = isFinal;
  }
}

const mostErrors = 10;
const keyword = /(?:and|or|not)(?=[\s()]|$)/iy;

/** What a sticky pattern matches at this place, or null. */
export const stickAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

export class Reading {
  readonly text: string;
  readonly fields: FieldNames;
  readonly errors: QueryError[] = [];
  at = 0;
  terms = 0;
  isStopped = false;

  constructor(text: string, fields: FieldNames) {
    this.text = text;
    this.fields = fields;
  }

  skipBlanks(): void {
    while (isBlank(this.text[this.at])) this.at += 1;
  }
  keyword(): string | null {
    this.skipBlanks();
    return stickAt(keyword, this.text, this.at)?.toUpperCase() ?? null;
  }
  isAtEnd(): boolean {
    this.skipBlanks();
    return this.at >= this.text.length || this.text[this.at] === ')';
  }
  note(error: QueryError): void {
    if (this.errors.length < mostErrors && !this.isStopped) this.errors.push(error);
  }
  stop(): void {
    this.isStopped = true;
    this.at = this.text.length;
  }
  span(from: number): Span {
    return { position: from, length: this.at - from };
  }
  countTerm(position: number): void {
    this.terms += 1;
    if (this.terms > queryLimits.terms)
      throw new Fault(
        position,
        this.text.length - position,
        `a query can have at most ${queryLimits.terms} terms`,
        null,
        true,
      );
  }
}
