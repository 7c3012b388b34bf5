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
      text({ description: 'On calls of sensors: `detail` once more, where their products look for it.' }),
    ),
    errors: optional(
      list(
        object({
          field: text({ examples: ['name'] }),
          message: text({ examples: ['is required'] }),
          position: optional(
            integer({ description: 'In a query: the first character it is about, from 0.' }),
          ),
          length: optional(integer()),
          suggestion: optional(text({ description: 'In a query: what may stand there instead.' })),
        }),
      ),
    ),
  },
  { description: 'An error (RFC 9457).' },
);
export type Problem = Static<typeof Problem>;
