/** The server names and explains channels and their fields in English. */
import { channelFieldsGerman } from './channel-fields-german.ts';
import { useGerman } from './server-text.ts';

/** A text of a channel's in the person's language. */
export const useServerText = (): ((text: string) => string) => useGerman(channelFieldsGerman);
