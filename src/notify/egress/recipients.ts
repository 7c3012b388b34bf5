/** What became of the recipients of one message, as a sentence. */
import type { Recipient } from '../../core/channel.ts';

/** Who has it and who refused it. */
export function refusedSentence(recipients: readonly Recipient[]): string {
  const named = (state: Recipient['state']): string =>
    recipients
      .filter((one) => one.state === state)
      .map(({ to }) => to)
      .join(', ');
  const parts = [
    ['refused by the server for', named('refused')],
    ['to be tried again for', named('later')],
    ['delivered to', named('taken')],
  ].filter(([, names]) => names !== '');
  const text = parts.map(([what, names]) => `${what} ${names}`).join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.slice(0, 500);
}
