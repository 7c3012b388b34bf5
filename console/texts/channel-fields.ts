/** The server names and explains channels and their fields in English. What a newer server has more of stays English. */
import { channelFieldsGerman } from './channel-fields-german.ts';
import { useLanguage } from './texts.ts';

/** A text of the server's in the person's language. */
export function useServerText(): (text: string) => string {
  const language = useLanguage();
  return (text) =>
    language === 'de' && Object.hasOwn(channelFieldsGerman, text)
      ? (channelFieldsGerman[text] ?? text)
      : text;
}
