/** Reads the values of settings from text. Each parser throws an Error whose message does not repeat its input. */
import { isIP } from 'node:net';
import { type QuotaLimits, quotaNames } from '../core/quota.ts';

export type Parse<T> = (text: string) => T;

export const fail = (message: string): never => {
  throw new Error(message);
};

export const flag: Parse<boolean> = (text) => {
  const word = text.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  return ['false', '0', 'no', 'off'].includes(word) ? false : fail('must be True or False');
};

export const within =
  (min: number, max: number, whole = true): Parse<number> =>
  (text) => {
    const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
    return (whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= min && value <= max
      ? value
      : fail(`must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
  };

export const oneOf =
  <const T extends string>(...choices: readonly T[]): Parse<T> =>
  (text) =>
    choices.find((choice) => choice === text.toLowerCase()) ?? fail(`must be one of ${choices.join(', ')}`);

export const httpUrl: Parse<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return fail('must be an http:// or https:// URL');
  if (url.search || url.hash) return fail('must be a URL without ? and #');
  if (url.username || url.password) return fail('must be a URL without a user name');
  return text.replace(/\/+$/, '');
};

const list = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

export const origins: Parse<string[]> = (text) => {
  const given = list(text);
  if (given.includes('*')) return given.length === 1 ? given : fail('must be * alone or a list of origins');
  for (const origin of given)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, ''))
      fail('must be * or a list of origins such as https://console.example.org');
  return given.map((origin) => origin.replace(/\/$/, ''));
};

export const networks: Parse<string[]> = (text) => {
  const given = list(text);
  for (const network of given) {
    const [address = '', prefix, rest] = network.split('/');
    const bits = isIP(address) === 4 ? 32 : 128;
    if (isIP(address) === 0 || rest !== undefined || (prefix !== undefined && !(Number(prefix) <= bits)))
      fail('must be a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8');
    // A mapped network such as ::ffff:10.0.0.0/8 would trust the whole IPv4 internet.
    if (/^::ffff:/i.test(address)) fail('must not contain IPv4-mapped IPv6 networks; write them as IPv4');
  }
  return given;
};

export const hostName: Parse<string> = (text) =>
  isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)
    ? text
    : fail('must be an address or a host name');

const nodeNameForm = /^[\w-]{1,100}@[\w-]{1,100}$/;

/** `fingerprint=name`; colons in a fingerprint may be left out. */
export const namedCertificates: Parse<{ fingerprint: string; name: string }[]> = (text) =>
  list(text).map((one) => {
    const [given = '', name = '', rest] = one.split('=');
    const fingerprint = given.replaceAll(':', '').toUpperCase();
    if (rest !== undefined || !/^[0-9A-F]{64}$/.test(fingerprint) || !nodeNameForm.test(name))
      fail('must be a list such as AB:CD:…=node-1@user-1, with SHA-256 fingerprints of 64 hex digits');
    return { fingerprint, name };
  });

/** `network=name` where the name is `<node id>@<owner's id>`. */
export const namedNetworks: Parse<{ network: string; name: string }[]> = (text) =>
  list(text).map((one) => {
    const [network = '', name = '', rest] = one.split('=');
    if (rest !== undefined || !nodeNameForm.test(name))
      fail('must be a list such as 10.0.3.17=node-1@user-1, with the names that the set-up of nodes shows');
    networks(network);
    return { network, name };
  });

export const quotas: Parse<Partial<QuotaLimits>> = (text) =>
  Object.fromEntries(
    list(text).map((entry) => {
      const [, given, limit] = /^([a-z_]+)=(none|\d{1,15})$/.exec(entry) ?? [];
      const name = quotaNames.find((one) => one === given);
      return name === undefined || limit === undefined
        ? fail(
            `must be a list such as events_per_day=5000000, stored_bytes=none; there are ${quotaNames.join(', ')}`,
          )
        : [name, limit === 'none' ? null : Number(limit)];
    }),
  );
