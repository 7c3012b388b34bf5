/** What a browser's push service asks for: a sealed message (RFC 8188, RFC 8291) and a token that says who sends (RFC 8292). */
import { createECDH } from 'node:crypto';
import { encrypt } from 'http_ece';
import { importJWK, SignJWT } from 'jose';

/** Of one browser: where it is reached, and what only it and this server know. All but the address are base64url. */
export interface PushSubscription {
  endpoint: string;
  /** The browser's public key, an uncompressed point of P-256. */
  p256dh: string;
  /** 16 bytes. */
  auth: string;
  /** Private key of the pair with which the browser subscribed: what is signed with it is let through. */
  key: string;
  /** `https:` or `mailto:`, for the operator of the push service. */
  contact: string;
}

const curve = 'prime256v1';
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

function toPublicKey(key: string): Buffer {
  const pair = createECDH(curve);
  pair.setPrivateKey(bytes(key));
  return pair.getPublicKey();
}

/** Throws where a key is no point of the curve, or no number that has one. */
export function checkPushKeys({ p256dh, key }: Pick<PushSubscription, 'p256dh' | 'key'>): void {
  toPublicKey(key);
  const pair = createECDH(curve);
  pair.generateKeys();
  pair.computeSecret(bytes(p256dh));
}

/** Only the browser can open it: its push service sees when and how much, not what. */
export function sealPush(text: string, { p256dh, auth }: Pick<PushSubscription, 'p256dh' | 'auth'>): Buffer {
  const privateKey = createECDH(curve);
  privateKey.generateKeys();
  return encrypt(Buffer.from(text), {
    version: 'aes128gcm',
    dh: bytes(p256dh),
    authSecret: bytes(auth),
    privateKey,
  });
}

/** The `Authorization` header; the token is good for twelve hours (a day is the most that is allowed). */
export async function toPushAuthorization(
  { endpoint, key, contact }: Pick<PushSubscription, 'endpoint' | 'key' | 'contact'>,
  nowMs: number,
): Promise<string> {
  const point = toPublicKey(key);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) => one.toString('base64url'));
  const signing = await importJWK({ kty: 'EC', crv: 'P-256', x, y, d: key }, 'ES256');
  const token = await new SignJWT({ sub: contact })
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(Math.floor(nowMs / 1000) + 12 * 3600)
    .sign(signing);
  return `vapid t=${token}, k=${point.toString('base64url')}`;
}
