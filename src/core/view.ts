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

export interface PreferencesBody {
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  language: (typeof languages)[number];
  clock: (typeof clocks)[number];
  /** Columns that are hidden, by list. */
  hidden: Record<string, string[]>;
}
