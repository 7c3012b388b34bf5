/**
 * Values that stand somewhere in a text: URLs, e-mail addresses, hashes, keys, wallets, bot tokens. Texts are an
 * attacker's: only their first 4,096 characters are read, and no pattern can go back over what it has read.
 */
import { hash } from 'node:crypto';
import type { ObservableKind } from '../../core/observable.ts';
import { trimEndWhile } from '../text.ts';

type Found = (kind: ObservableKind, value: string) => void;

/** Characters of a text that are searched. */
export const mostSearched = 4096;

const url = /\b(?:https?|ftps?|tftp|ldaps?|rmi|dns):\/\/[^\s"'`<>\\|;(){}^]{1,500}/gi;
const email = /(?<![\w.+-])[A-Za-z0-9_+-][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w-])/g;
const sha256 = /(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])/gi;
const publicKey = /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}) (AAAA[A-Za-z0-9+/]{30,4000}={0,2})/g;
const base58 = /(?<![0-9A-Za-z])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![0-9A-Za-z])/g;
const bech32 = /(?<![0-9A-Za-z])bc1[02-9ac-hj-np-z]{38,62}(?![0-9A-Za-z])/g;
const monero = /(?<![0-9A-Za-z])[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?![0-9A-Za-z])/g;
const ether = /(?<![0-9A-Za-z])0x[0-9a-f]{40}(?![0-9A-Za-z])/gi;
const botToken = /(?<![0-9A-Za-z])\d{8,10}:[A-Za-z0-9_-]{35}(?![0-9A-Za-z_-])/g;

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const sha256Of = (bytes: Buffer): Buffer => hash('sha256', bytes, 'buffer');

/** Bitcoin's checksum: most words of this alphabet and length are none. */
function isBase58Address(text: string): boolean {
  let value = 0n;
  for (const sign of text) value = value * 58n + BigInt(alphabet.indexOf(sign));
  const hex = value.toString(16);
  if (hex.length > 50) return false;
  const bytes = Buffer.from(hex.padStart(50, '0'), 'hex');
  return sha256Of(sha256Of(bytes.subarray(0, 21)))
    .subarray(0, 4)
    .equals(bytes.subarray(21));
}

/** As `ssh-keygen -l` names a key. */
const keyName = (base64: string): string =>
  `SHA256:${sha256Of(Buffer.from(base64, 'base64')).toString('base64').replace(/=+$/, '')}`;

/** The host of a URL in lower case, without its port; '' where there is none. */
export function hostOf(text: string): string {
  const start = text.indexOf('://') + 3;
  const end = text.slice(start).search(/[/?#]/);
  const authority = end < 0 ? text.slice(start) : text.slice(start, start + end);
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']') < 0 ? undefined : host.indexOf(']'));
  return host.replace(/:\d*$/, '').replace(/\.$/, '');
}

/** What ends a sentence round an address. */
const isStop = (character: string): boolean => '.,:!?]'.includes(character);

/** All that stands in `text`. Each pattern runs only where a sign that it needs is there. */
export function findInText(text: string, found: Found): void {
  const read = text.length > mostSearched ? text.slice(0, mostSearched) : text;
  if (read.includes('://'))
    for (const [match] of read.matchAll(url)) found('url', trimEndWhile(match, isStop));
  if (read.includes('@')) for (const [match] of read.matchAll(email)) found('email', match.toLowerCase());
  if (read.length < 26) return;
  if (read.includes(' AAAA'))
    for (const [, key] of read.matchAll(publicKey)) found('public_key', keyName(key ?? ''));
  for (const [match] of read.matchAll(base58)) if (isBase58Address(match)) found('wallet', match);
  if (read.includes('bc1')) for (const [match] of read.matchAll(bech32)) found('wallet', match);
  if (read.includes('0x')) for (const [match] of read.matchAll(ether)) found('wallet', match.toLowerCase());
  if (read.length >= 95) for (const [match] of read.matchAll(monero)) found('wallet', match);
  if (read.includes(':')) for (const [match] of read.matchAll(botToken)) found('telegram_token', match);
  if (read.length >= 64) for (const [match] of read.matchAll(sha256)) found('sha256', match.toLowerCase());
}
