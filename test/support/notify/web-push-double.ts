/**
 * A push service and the browser behind it, as RFC 8030, 8188, 8291 and 8292 have them. Written with node:crypto alone, so
 * that what the product seals by a library is opened by something else.
 */
import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { keys, text } from './double-checks.ts';
import type { Seen } from './receiver.ts';
import type { Double } from './rig.ts';

const curve = 'prime256v1';
const base64 = (bytes: Buffer): string => bytes.toString('base64url');

/** A browser that has subscribed: what it keeps for itself, and what it gives to the server. */
export function createBrowser(): {
  settings(endpoint: string): Record<string, string>;
  secrets: string[];
  open(body: Buffer): string;
  subscription: Buffer;
} {
  const browser = createECDH(curve);
  browser.generateKeys();
  const subscription = createECDH(curve);
  subscription.generateKeys();
  const auth = Buffer.from('sixteen byte key');
  return {
    subscription: subscription.getPublicKey(),
    secrets: [base64(auth), base64(subscription.getPrivateKey())],
    settings: (endpoint) => ({
      endpoint,
      p256dh: base64(browser.getPublicKey()),
      auth: base64(auth),
      key: base64(subscription.getPrivateKey()),
      contact: 'https://decoyverse.example.com',
    }),
    open(body) {
      const salt = body.subarray(0, 16);
      const recordSize = body.readUInt32BE(16);
      const sender = body.subarray(21, 21 + body.readUInt8(20));
      const sealed = body.subarray(21 + sender.length);
      assert.equal(sender.length, 65);
      assert.ok(sealed.length <= recordSize, 'one record');
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
      const secret = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32));
      const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
      const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
      const cipher = createDecipheriv('aes-128-gcm', key, nonce);
      cipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
      const end = padded.lastIndexOf(2);
      assert.ok(
        end >= 0 && padded.subarray(end + 1).every((byte) => byte === 0),
        'the last record ends with 2',
      );
      return padded.subarray(0, end).toString('utf8');
    },
  };
}

/** Throws where the sender is not the one that the browser subscribed with. */
function checkSender(seen: Seen, subscription: Buffer): void {
  const [, token = '', key = ''] =
    /^vapid t=([^,]+), k=(\S+)$/.exec(String(seen.headers.authorization)) ?? [];
  assert.equal(key, base64(subscription));
  const [head = '', claims = '', signature = ''] = token.split('.');
  assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url').toString()), { typ: 'JWT', alg: 'ES256' });
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: base64(subscription.subarray(1, 33)),
      y: base64(subscription.subarray(33)),
    },
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  assert.ok(isSigned, 'the token is signed with another key');
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  assert.equal(aud, `http://${seen.headers.host}`);
  assert.match(sub, /^(https:|mailto:)/);
  const aheadSeconds = exp - Date.now() / 1000;
  assert.ok(aheadSeconds > 0 && aheadSeconds <= 24 * 3600, 'a day at most');
}

const browser = createBrowser();
export const webPush: Double = {
  settings: (url) => browser.settings(`${url}/push/v2/gAAAAABsubscription`),
  secrets: [...browser.secrets, 'gAAAAABsubscription'],
  readers: 'people',
  judge(seen) {
    assert.equal(seen.method, 'POST');
    assert.equal(seen.url, '/push/v2/gAAAAABsubscription');
    checkSender(seen, browser.subscription);
    assert.equal(seen.headers['content-encoding'], 'aes128gcm');
    assert.match(String(seen.headers.ttl), /^\d{1,7}$/);
    assert.match(String(seen.headers.urgency), /^(very-low|low|normal|high)$/);
    assert.match(String(seen.headers.topic), /^[A-Za-z0-9_-]{1,32}$/);
    assert.ok(seen.bytes.length <= 4096, `${seen.bytes.length} bytes, 4,096 are allowed`);
    const wire = browser.open(seen.bytes);
    const message = JSON.parse(wire);
    keys(message, ['id', 'title', 'body', 'incident', 'level', 'link', 'acknowledge']);
    text(message.title, 200);
    return { id: message.id, texts: [message.title, message.body], wire };
  },
  toText: browser.open,
  answer: () => ({ status: 201, body: '' }),
};
