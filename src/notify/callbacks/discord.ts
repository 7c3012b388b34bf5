/** A click in Discord: an interaction signed with the application's key (https://discord.com/developers/docs/interactions/overview). */
import { createPublicKey, verify } from 'node:crypto';
import { parseObject } from '../egress/response.ts';
import { type CallbackKind, isFresh } from './callback.ts';

interface Interaction {
  type?: unknown;
  data?: { custom_id?: unknown };
  user?: { username?: unknown };
  member?: { user?: { username?: unknown } };
}

const ping = 1;
const component = 3;
/** Seen by who clicked alone. */
const ephemeral = 64;
/** Ed25519 keys of 32 bytes as SubjectPublicKeyInfo (RFC 8410). */
const keyHead = Buffer.from('302a300506032b6570032100', 'hex');

function isSigned(publicKey: string, signed: Buffer, given: string): boolean {
  if (!/^[0-9a-f]{128}$/i.test(given)) return false;
  try {
    const der = Buffer.concat([keyHead, Buffer.from(publicKey, 'hex')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, signed, key, Buffer.from(given, 'hex'));
  } catch {
    // The setting is no point of the curve.
    return false;
  }
}

export const discord: CallbackKind = {
  channel: 'discord',
  program: 'Discord',
  setting: 'public_key',
  read({ header, body }, settings, nowMs) {
    const time = header('x-signature-timestamp') ?? '';
    const signed = Buffer.concat([Buffer.from(time), body]);
    const signature = header('x-signature-ed25519') ?? '';
    if (!isFresh(time, nowMs) || !isSigned(String(settings.public_key), signed, signature))
      return { kind: 'refused' };
    const { type, data, user, member } = (parseObject(body.toString('utf8')) ?? {}) as Interaction;
    if (type !== component || typeof data?.custom_id !== 'string')
      return { kind: 'other', body: { type: ping } };
    return {
      kind: 'click',
      code: data.custom_id,
      by: String(member?.user?.username ?? user?.username ?? ''),
      answer: (said) => ({
        body: { type: 4, data: { content: said, flags: ephemeral, allowed_mentions: { parse: [] } } },
      }),
    };
  },
};
