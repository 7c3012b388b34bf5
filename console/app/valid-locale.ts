/**
 * Browsers in a POSIX locale name a language that Intl refuses (`en-US@posix`), and the charts' library asks for it while it is
 * being loaded. They get the part that is a language.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  const language = /^[a-z]{2,3}(?:-[A-Z]{2})?/.exec(navigator.language)?.[0] ?? 'en';
  Object.defineProperty(navigator, 'language', { value: language, configurable: true });
}
