/**
 * Makes a certificate that vouches for itself: X.509 version 3, a key on P-256, signed with ECDSA and SHA-256. Node makes keys
 * and signatures, but no certificates, and the libraries that do are some twenty packages for this one structure
 * (RFC 5280, section 4.1).
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { KeyPair } from '../core/certificate.ts';
import { dayMs } from '../lib/duration.ts';
import { parseNetwork } from '../lib/network.ts';

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
  address: 0x87,
} as const;

/** One value in DER. */
function der(tag: keyof typeof tags, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tags[tag], ...size]), content]);
}

/** `1.2.840.…` */
function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der('oid', Buffer.from(bytes));
}

const time = (ms: number): Buffer =>
  der('time', Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')}`));

const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
  der(
    'sequence',
    oid(id),
    ...(isCritical ? [der('boolean', Buffer.from([0xff]))] : []),
    der('octets', value),
  );

/** `name` is a host name or an address. */
function altName(name: string): Buffer {
  if (isIP(name) === 0) return der('dnsName', Buffer.from(name, 'latin1'));
  const network = parseNetwork(name);
  if (network === null) throw new TypeError(`${name} is no address`);
  const length = isIP(name) === 4 ? 4 : 16;
  return der('address', Buffer.from(network.first.toString(16).padStart(2 * length, '0'), 'hex'));
}

/** Long: who knows the fingerprint must not be told another one every year. */
const validDays = 3650;

/** `names` are host names in ASCII and addresses; the first is the subject's. */
export function makeSelfSigned(names: readonly [string, ...string[]], nowMs: number): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der('sequence', oid('1.2.840.10045.4.3.2'));
  const subject = der(
    'sequence',
    der('set', der('sequence', oid('2.5.4.3'), der('utf8', Buffer.from(names[0].slice(0, 64))))),
  );
  const serial = randomBytes(16);
  // Positive, and as short as it can be.
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const body = der(
    'sequence',
    der('version', der('integer', Buffer.from([2]))),
    der('integer', serial),
    algorithm,
    subject,
    // A clock that is a little behind takes it, too.
    der('sequence', time(nowMs - dayMs), time(nowMs + validDays * dayMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      'extensions',
      der(
        'sequence',
        // Of a server, not of an authority: whoever trusts it trusts nothing else with it.
        extension('2.5.29.19', true, der('sequence')),
        // digitalSignature
        extension('2.5.29.15', true, der('bits', Buffer.from([7, 0x80]))),
        extension('2.5.29.37', false, der('sequence', oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', false, der('sequence', ...names.map(altName))),
      ),
    ),
  );
  const signature = der('bits', Buffer.from([0]), sign('sha256', body, privateKey));
  const whole = der('sequence', body, algorithm, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
