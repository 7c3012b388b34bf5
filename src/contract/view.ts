/** Saved views of lists, and a person's preferences. */
import type { DocOf } from '../core/doc-kind.ts';
import { clocks, densities, languages, type PreferencesBody, themes, type ViewBody } from '../core/view.ts';
import { plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, object, optional, record, type Static, text } from './schema.ts';

const page = text({
  description: 'A list of the console, such as `incidents`.',
  minLength: 1,
  maxLength: 50,
});
const name = text({ minLength: 1, maxLength: 60, examples: ['Web attacks of this week'] });
const search = text({
  description: "The filters as they are in the page's address.",
  maxLength: 4000,
  examples: ['min_risk=7&time=7d'],
});
const shared = flag({ description: 'Whether everyone in the account sees it.' });

export const SavedView = object({
  id: text({ examples: ['view-019ab9a2b4c112e3f4a5b6c7'] }),
  page,
  name,
  search,
  shared,
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type SavedView = Static<typeof SavedView>;
const project = projectionOf(SavedView);
export const toSavedView = ({ body, ...doc }: DocOf<ViewBody>): SavedView => project({ ...doc, ...body });

export const SavedViewCreate = object({ page, name, search, shared: optional(shared) });
export type SavedViewCreate = Static<typeof SavedViewCreate>;
export const SavedViewUpdate = object(
  {
    name: optional(name),
    search: optional(search),
    shared: optional(shared),
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type SavedViewUpdate = Static<typeof SavedViewUpdate>;

export const Preferences = object({
  theme: choice(themes),
  density: choice(densities),
  language: choice(languages),
  clock: choice(clocks),
  hidden: record(list(text({ maxLength: 50 }), { maxItems: 50 }), {
    description: 'Columns that are hidden, by list.',
  }),
  order: optional(
    record(list(text({ maxLength: 50 }), { maxItems: 50 }), {
      description: 'Columns from left to right, by list; those that are not named follow.',
    }),
  ),
  widths: optional(
    record(record(integer({ minimum: 40, maximum: 2000 })), {
      description: 'Widths of columns in pixels, by list and column.',
    }),
  ),
  sorts: optional(
    record(object({ id: text({ maxLength: 50 }), desc: flag() }), {
      description: 'What a list is sorted by, and whether the order is descending.',
    }),
  ),
});
export type Preferences = Static<typeof Preferences>;
export const toPreferences: (body: PreferencesBody) => Preferences = projectionOf(Preferences);
