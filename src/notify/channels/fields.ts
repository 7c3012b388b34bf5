/** Settings that several channels share. */
import type { Field } from '../../core/settings.ts';

export const caField = {
  type: 'text',
  label: 'Certificate authority',
  help: 'PEM certificates to trust instead of the public ones, for a receiver with a private certificate.',
  max: 20_000,
} as const satisfies Field;

/** `base` without trailing slashes, plus `path`; a query or fragment of the base is dropped. */
export function under(base: string, path: string): string {
  const url = new URL(base);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${path}`;
}

export const jsonHeaders = { 'content-type': 'application/json' } as const;
