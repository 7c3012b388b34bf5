/** A notice as one channel says it: passwords masked unless the channel shows them. Pure. */
import type { ChannelConfig, Notice } from '../../core/channel.ts';
import { withoutPasswords } from './passwords.ts';

export type ChannelVoice = Pick<ChannelConfig, 'channel'> &
  Partial<Pick<ChannelConfig, 'show_passwords' | 'templates'>>;

export const prepareNotice = (notice: Notice, { show_passwords }: ChannelVoice): Notice =>
  show_passwords === true ? notice : withoutPasswords(notice);
