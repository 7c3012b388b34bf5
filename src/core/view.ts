/** A saved view of a list, and what a person chose of the console's looks. */

export interface ViewBody {
  /** The list's page, such as `incidents`. */
  page: string;
  name: string;
  /** Its filters as the page's address has them: `status=resolved&min_risk=7`. */
  search: string;
  /** Others of the tenant see it, too. */
  shared: boolean;
  /** Who made it. */
  created_by: string;
}

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'comfortable'] as const;
export const languages = ['system', 'en', 'de'] as const;
export const clocks = ['system', '12', '24'] as const;

export interface ColumnSort {
  id: string;
  desc: boolean;
}

export interface PreferencesBody {
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  language: (typeof languages)[number];
  clock: (typeof clocks)[number];
  /** Columns that are hidden, by list. */
  hidden: Record<string, string[]>;
  /** Columns from left to right, by list; those that are not named follow. */
  order: Record<string, string[]>;
  /** Pixels, by list and column. */
  widths: Record<string, Record<string, number>>;
  /** What a list is sorted by. */
  sorts: Record<string, ColumnSort>;
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
const namesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string');
const toNames = (value: unknown): Record<string, string[]> =>
  Object.fromEntries(entriesOf(value).map(([list, columns]) => [list, namesOf(columns)]));
const toWidths = (value: unknown): PreferencesBody['widths'] =>
  Object.fromEntries(
    entriesOf(value).map(([list, columns]) => [
      list,
      Object.fromEntries(
        entriesOf(columns).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      ),
    ]),
  );
const toSorts = (value: unknown): PreferencesBody['sorts'] =>
  Object.fromEntries(
    entriesOf(value).flatMap(([list, sort]) => {
      const { id, desc } = Object.fromEntries(entriesOf(sort));
      return typeof id === 'string' ? [[list, { id, desc: desc === true }]] : [];
    }),
  );

/** As stored, by this version or another. */
export const parsePreferences = (body: Readonly<Record<string, unknown>>): PreferencesBody => ({
  theme: themes.find((one) => one === body.theme) ?? 'system',
  density: densities.find((one) => one === body.density) ?? 'compact',
  language: languages.find((one) => one === body.language) ?? 'system',
  clock: clocks.find((one) => one === body.clock) ?? 'system',
  hidden: toNames(body.hidden),
  order: toNames(body.order),
  widths: toWidths(body.widths),
  sorts: toSorts(body.sorts),
});
