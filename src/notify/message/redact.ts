/** Removes a channel's secrets from texts that people will read: a receiver may echo what it was sent. */
import type { Fields } from '../../core/settings.ts';

const hidden = '***';

/** The core of a text's base64 at each of the three places it can have within a longer one. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < 6) return [];
  return [0, 1, 2].map((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that share bits with a neighbouring byte are left out.
    return coded.slice(
      shift === 0 ? 0 : shift + 1,
      coded.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1),
    );
  });
}

const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
  ...base64Cores(secret).flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]),
];

/** Replaces every form of every secret that is three characters or longer. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length >= 3).flatMap(formsOf);
  // The longest first, so that no part of one survives in another.
  const sorted = [...new Set(forms)].filter(Boolean).sort((a, b) => b.length - a.length);
  return sorted.reduce((seen, form) => seen.replaceAll(form, hidden), text);
}

/** In a secret address its path and query are secret; in a secret header its value and the words of the value. */
function partsOf(value: string): string[] {
  if (URL.canParse(value) && /^https?:/i.test(value)) {
    const url = new URL(value);
    const segments = url.pathname.split('/').filter((segment) => segment.length >= 8);
    return [
      value,
      url.href,
      `${url.pathname}${url.search}`,
      ...segments,
      ...url.searchParams.values(),
    ].filter((part) => part.length >= 6);
  }
  const words = value.split(/[\s:]+/).filter((word) => word.length >= 8);
  return [value, ...words];
}

/** Everything in a channel's settings that must not be shown. */
export const secretsOf = (fields: Fields, settings: { readonly [name: string]: unknown }): string[] =>
  Object.entries(fields)
    .filter(([, field]) => field.secret)
    .flatMap(([name]) => [settings[name]].flat())
    .filter((value): value is string => typeof value === 'string')
    .flatMap(partsOf);
