/** A notice as one channel says it: passwords masked unless the channel shows them, its own words where it has some. Pure. */
import type { ChannelConfig, Notice } from '../../core/channel.ts';
import { toWords } from '../template/words.ts';
import { withoutPasswords } from './passwords.ts';

export type ChannelVoice = Pick<ChannelConfig, 'channel'> &
  Partial<Pick<ChannelConfig, 'show_passwords' | 'templates'>>;

export function prepareNotice(notice: Notice, { show_passwords, templates }: ChannelVoice): Notice {
  const shown = show_passwords === true ? notice : withoutPasswords(notice);
  // A digest and the news of a failing channel or of a sensor have no incident that a template could speak of.
  const isOfIncident = notice.about === undefined || notice.about === 'node';
  return templates && isOfIncident ? { ...shown, words: toWords(shown, templates) } : shown;
}
