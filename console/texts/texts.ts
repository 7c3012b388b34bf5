/**
 * Texts: one file an area in this folder, English and German side by side. A missing or wrongly shaped German text is a
 * type error. Texts with numbers are functions; plurals go through `plural`, which asks Intl for the form.
 */
import { usePreferences } from '../data/preferences.ts';

export type Language = 'en' | 'de';

/** The same keys with any words: strings stay strings, functions keep their arguments. */
type Shape<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Shape<T[K]>;
};

export interface Texts<T> {
  en: T;
  de: Shape<T>;
}

export const defineTexts = <const T>(texts: { en: T; de: Shape<T> }): Texts<T> => texts;

const rules = { en: new Intl.PluralRules('en'), de: new Intl.PluralRules('de') };
const whole = { en: new Intl.NumberFormat('en'), de: new Intl.NumberFormat('de') };

export const formatCount = (language: Language, count: number): string => whole[language].format(count);

/** `plural('en', 2, 'event', 'events')` → `2 events`. Both languages of the console have these two forms. */
export const plural = (language: Language, count: number, one: string, other: string): string =>
  `${formatCount(language, count)} ${rules[language].select(count) === 'one' ? one : other}`;

export function useLanguage(): Language {
  const { language } = usePreferences();
  if (language !== 'system') return language;
  return navigator.languages.some((name) => /^de\b/i.test(name)) &&
    !/^en\b/i.test(navigator.languages[0] ?? '')
    ? 'de'
    : 'en';
}

/** The area's texts in the person's language. */
export function useTexts<T>(texts: Texts<T>): Shape<T> {
  return texts[useLanguage()] as Shape<T>;
}
