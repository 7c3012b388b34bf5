/** A click in Telegram: an update that carries the secret of `setWebhook` (https://core.telegram.org/bots/api#setwebhook). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { parseObject } from '../egress/response.ts';
import type { CallbackKind } from './callback.ts';

interface Update {
  callback_query?: {
    id?: unknown;
    data?: unknown;
    from?: { username?: unknown; first_name?: unknown };
    message?: { chat?: { id?: unknown; username?: unknown } };
  };
}

/** Whatever their lengths, comparing takes as long. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const telegram: CallbackKind = {
  channel: 'telegram',
  program: 'Telegram',
  setting: 'callback_secret',
  read({ header, body }, { callback_secret, chat_id }) {
    const given = header('x-telegram-bot-api-secret-token') ?? '';
    if (!timingSafeEqual(digest(given), digest(String(callback_secret)))) return { kind: 'refused' };
    const query = ((parseObject(body.toString('utf8')) ?? {}) as Update).callback_query;
    if (typeof query?.id !== 'string' || typeof query.data !== 'string') return { kind: 'other', body: {} };
    // A bot may be in other chats, whose members are strangers.
    const { id, username } = query.message?.chat ?? {};
    if (String(id) !== chat_id && `@${String(username)}`.toLowerCase() !== String(chat_id).toLowerCase())
      return { kind: 'other', body: {} };
    return {
      kind: 'click',
      code: query.data,
      by: String(query.from?.username ?? query.from?.first_name ?? ''),
      // An answer of at most 200 characters, shown over the chat.
      answer: (said) => ({
        body: { method: 'answerCallbackQuery', callback_query_id: query.id, text: said.slice(0, 190) },
      }),
    };
  },
};
