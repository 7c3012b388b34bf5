/** Reads a query of the language as a parameter of a request. */
import { type FieldError, invalid } from '../../core/errors.ts';
import { type Field, parseQuery } from '../../lib/query-language/index.ts';

/** Throws `invalid_request` that says where it is wrong and what would be right. */
export function checkQuery(text: string, fields: readonly Field[]): void {
  const { errors } = parseQuery(text, fields);
  if (errors === undefined) return;
  const wrong = errors.map(
    ({ position, length, message, suggestion }): FieldError => ({
      field: 'q',
      message,
      position,
      length,
      ...(suggestion === null ? {} : { suggestion }),
    }),
  );
  throw invalid(
    wrong,
    errors.map(({ position, message }) => `q, character ${position + 1}: ${message}`).join('; '),
  );
}
