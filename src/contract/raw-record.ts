/** The record that an event was read from, as its sensor wrote it. */
import { flag, nullable, object, type Static, text } from './schema.ts';

export const RawRecord = object(
  {
    log_id: text(),
    raw: nullable(
      text({
        description:
          "The record as received, in UTF-8, including wrappers added by log collectors; bytes that are not UTF-8 become U+FFFD, and a node's key in it becomes `[key]`. Null if none is kept (native events and sample data have none) or it is withheld (`masked`).",
      }),
    ),
    is_cut: flag({
      description:
        'The record was longer than 16,384 characters (1 MiB if `extra` of the event was cut); these are its first.',
    }),
    masked: flag({
      description:
        "People's passwords are masked in it; if that is not possible, it is withheld. `POST /api/events/{id}/raw/reveal` shows all of it.",
    }),
  },
  { description: 'The record that an event was read from, as its sensor wrote it.' },
);
export type RawRecord = Static<typeof RawRecord>;
