/** The record that an event was read from, as its sensor wrote it. */
import { flag, nullable, object, type Static, text } from './schema.ts';

export const RawRecord = object(
  {
    log_id: text(),
    raw: nullable(
      text({
        description:
          'As it came, in UTF-8, with what collectors put round it; bytes that are not UTF-8 are U+FFFD, and a key of a node that stood in it is `[key]`. Null where none is kept (native events and sample data have none), or where it is withheld (`masked`).',
      }),
    ),
    is_cut: flag({ description: 'The record was longer than 16,384 characters; these are its first.' }),
    masked: flag({
      description:
        'Passwords of people are masked in it; where that is not possible, it is withheld. `POST /api/events/{id}/raw/reveal` shows all of it.',
    }),
  },
  { description: 'The record that an event was read from, as its sensor wrote it.' },
);
export type RawRecord = Static<typeof RawRecord>;
