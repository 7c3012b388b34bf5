/** The record that an event was read from, as its sensor wrote it, for those who may see what stands in it. */
import type { StoredEvent } from '../core/event.ts';
import { isCutRaw } from '../core/raw-record.ts';
import type { TenantStore } from '../core/store.ts';
import { mask, maskText, passwordsOf, personalPasswordsIn } from '../lib/masking.ts';
import { findInPack } from '../lib/raw-pack.ts';

/** Null where none was kept: of native events, of what came before records were kept, of sample data. */
export async function findRawRecord(
  tenant: Pick<TenantStore, 'rawPacks'>,
  { log_id, received_at }: Pick<StoredEvent, 'log_id' | 'received_at'>,
): Promise<string | null> {
  for (const pack of await tenant.rawPacks(received_at)) {
    const raw = findInPack(pack, log_id);
    if (raw !== null) return raw;
  }
  return null;
}

/** Texts in texts: a record in a form, in a collector's envelope, in a shipper's. */
const deepest = 4;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a text says in any of the writings that senders use; itself first. */
function* meaningsOf(text: string, depth = 0): Generator<{ text: string; value: unknown }> {
  const value = parsed(text);
  yield { text, value };
  if (depth >= deepest) return;
  if (value === undefined) {
    if (/^[\w.-]{1,64}=/.test(text))
      for (const part of new URLSearchParams(text).values()) yield* meaningsOf(part, depth + 1);
    return;
  }
  const inside: unknown[] = [value];
  for (let one = inside.pop(); one !== undefined; one = inside.pop())
    if (typeof one === 'string') {
      if (/[{[=]/.test(one)) yield* meaningsOf(one, depth + 1);
      else yield { text: one, value: null };
    } else if (typeof one === 'object' && one !== null) inside.push(...Object.values(one));
}

/** In the order of length: one may be part of another. */
function passwordsIn(raw: string): string[] {
  const found = new Set<string>();
  for (const { text, value } of meaningsOf(raw))
    for (const password of value === undefined
      ? personalPasswordsIn([text])
      : passwordsOf({ kind: 'sensor.message', payload: '', extra: value }))
      if (password !== mask) found.add(password);
  return [...found].sort((a, b) => b.length - a.length);
}

/** As JSON writers write it that keep to ASCII: Python's does by default. */
const toAscii = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Every writing of a password within up to two JSON texts and a form. */
function writingsOf(password: string): string[] {
  const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
  const once = [password, quoted(password), toAscii(password)];
  return [...new Set([...once, ...once.map(quoted)])].sort((a, b) => b.length - a.length);
}

export interface ShownRaw {
  /** Null where no record was kept, or where its passwords cannot be masked. */
  raw: string | null;
  is_cut: boolean;
  /** Passwords are masked, or the record is withheld because of them. */
  masked: boolean;
}

/**
 * Without the passwords that look like a person's. Where one of them is still to be read afterwards, in whatever writing,
 * or the record is cut so that none can say what it is, the record is withheld.
 */
export function toMaskedRaw(raw: string, event: StoredEvent): ShownRaw {
  const is_cut = isCutRaw(raw);
  const passwords = [...new Set([...passwordsIn(raw), ...passwordsOf(event)])];
  if (passwords.length === 0 && !is_cut) return { raw, is_cut, masked: false };
  if (is_cut) return { raw: null, is_cut, masked: true };
  const shown = maskText(
    raw,
    passwords.flatMap(writingsOf).sort((a, b) => b.length - a.length),
  );
  const isClean = [...meaningsOf(shown)].every(
    ({ text }) => !passwords.some((password) => text.includes(password)),
  );
  return { raw: isClean && passwordsIn(shown).length === 0 ? shown : null, is_cut, masked: true };
}

export const toPlainRaw = (raw: string): ShownRaw => ({ raw, is_cut: isCutRaw(raw), masked: false });
