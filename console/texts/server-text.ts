/** What the server says in English, in the person's language. */
import { useLanguage } from './texts.ts';

/** By its English; what a newer server has more of stays English. */
export function useGerman(german: Readonly<Record<string, string>>): (text: string) => string {
  const language = useLanguage();
  return (text) => (language === 'de' && Object.hasOwn(german, text) ? (german[text] ?? text) : text);
}
