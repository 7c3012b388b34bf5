/** Errors (RFC 9457). */
import { errorCodes } from '../core/errors.ts';
import { choice, integer, list, object, optional, type Static, text } from './schema.ts';

export const Problem = object(
  {
    type: text({ examples: ['urn:decoyverse:error:invalid_request'] }),
    title: text({ examples: ['Validation failed'] }),
    status: integer({ examples: [422] }),
    detail: text({ description: 'One sentence.', examples: ['name: is required'] }),
    code: choice(errorCodes),
    requestId: text({ examples: ['req-9f1c0a-2s'] }),
    text: optional(
      text({ description: 'On routes of sensors: `detail` again, in the field that sensors log.' }),
    ),
    errors: optional(
      list(
        object({
          field: text({ examples: ['name'] }),
          message: text({ examples: ['is required'] }),
          position: optional(
            integer({ description: 'Of a mistake in a query: its first character, from 0.' }),
          ),
          length: optional(integer()),
          suggestion: optional(text({ description: 'Of a mistake in a query: what is possible there.' })),
        }),
      ),
    ),
  },
  { description: 'An error (RFC 9457).' },
);
export type Problem = Static<typeof Problem>;
