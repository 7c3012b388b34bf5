/**
 * What a button of a chat message carries, and the address at which its program calls back: both signed by this server.
 * A code has at most 60 characters, since Telegram takes 64 bytes; whose it is and about what, its delivery says.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface AcknowledgeCodes {
  toCode(user_id: string, delivery_id: string): string;
  /** The delivery's id; null for a code that is not ours, or another tenant's. */
  readCode(code: string, user_id: string): string | null;
  /** Absolute. */
  toAddress(user_id: string, channel_id: string): string;
  /** `token`: the last part of an address. Null for one that is not ours. */
  readAddress(token: string): { user_id: string; channel_id: string } | null;
}

const codeForm = /^([A-Za-z0-9_-]{1,37})\.([A-Za-z0-9_-]{22})$/;
const tokenForm = /^([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{22})$/;

/** `secret` is the server's; `base` its public address, without a slash at its end. */
export function createAcknowledgeCodes(secret: string, base: string): AcknowledgeCodes {
  const keyOf = (purpose: string): Buffer =>
    createHmac('sha256', secret).update(`decoyverse ${purpose}`).digest();
  const [codeKey, addressKey] = [keyOf('acknowledge code'), keyOf('callback address')];
  /** 128 bits: a guess is one call, and each call is checked against the program's own signature first. */
  const sign = (key: Buffer, ...parts: string[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
  const isSame = (given: string, wanted: string): boolean =>
    given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

  return {
    toCode: (user_id, delivery_id) => `${delivery_id}.${sign(codeKey, user_id, delivery_id)}`,
    readCode(code, user_id) {
      const [, delivery_id = '', signature = ''] = codeForm.exec(code) ?? [];
      return isSame(signature, sign(codeKey, user_id, delivery_id)) ? delivery_id : null;
    },
    toAddress(user_id, channel_id) {
      const text = Buffer.from(JSON.stringify([user_id, channel_id])).toString('base64url');
      return `${base}/api/callbacks/${text}.${sign(addressKey, text)}`;
    },
    readAddress(token) {
      const [, text = '', signature = ''] = tokenForm.exec(token) ?? [];
      if (!isSame(signature, sign(addressKey, text))) return null;
      // Nobody else signs: the form needs no check.
      const [user_id, channel_id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string];
      return { user_id, channel_id };
    },
  };
}
