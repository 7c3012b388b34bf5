/** The value after `field:` as a test of the field's type. Each function returns a message if it is invalid. */
import { compareWords, parseAddress, parseNetwork, toAddressText, toNetworkText } from '../address-words.ts';
import type { AddressTest, Operator, Quantity, Test } from './ast.ts';
import type { Field } from './fields.ts';
import { fold } from './fold.ts';
import { partsOf, plainOf, type Raw } from './raw.ts';
import { nearest } from './suggest.ts';
import { parseDurationMs, parseMoment } from './times.ts';

export interface Wrong {
  wrong: string;
  suggestion: string | null;
}
const wrong = (message: string, suggestion: string | null = null): Wrong => ({ wrong: message, suggestion });

const shown = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;

function toText(raw: Raw, field: Field): Test | Wrong {
  const parts = partsOf(raw);
  if (typeof parts === 'string') return wrong(parts);
  if (field.match === 'inside' && parts.length === 1 && parts[0] === '')
    return wrong('an empty text matches everything: write what to search for', `${field.name}:*`);
  if (field.type !== 'enum' || parts.length > 1) return { kind: 'text', parts };
  const known = field.values?.find((value) => fold(value) === fold(parts[0]!));
  if (known !== undefined) return { kind: 'text', parts: [known] };
  const near = nearest(parts[0]!, field.values ?? []);
  const choice =
    near === null ? `use one of ${field.values?.slice(0, 12).join(', ')}` : `did you mean \`${near}\`?`;
  return wrong(`${shown(plainOf(raw))} is not a value of \`${field.name}\`; ${choice}`, near);
}

/** `203.0.113.*` as a network; null if it is not one. */
function toOctets(text: string): string | null {
  const match = /^((?:\d{1,3}\.){1,3})\*(?:\.\*)*$/.exec(text);
  if (!match) return null;
  const given = match[1]!.split('.').filter(Boolean);
  return `${[...given, '0', '0', '0'].slice(0, 4).join('.')}/${given.length * 8}`;
}

function toRange(text: string): AddressTest | null {
  const [from, until, ...rest] = text.split('..').map((side) => parseAddress(side));
  if (!from || !until || rest.length > 0 || compareWords(from.words, until.words) > 0) return null;
  if (from.family !== until.family) return null;
  return {
    kind: 'address',
    text: `${toAddressText(from.words)}..${toAddressText(until.words)}`,
    first: from.words,
    last: until.words,
  };
}

export function toAddress(text: string): AddressTest | null {
  if (text.includes('..')) return toRange(text);
  const octets = toOctets(text);
  // The zone of an address has a meaning on its host only.
  const network = parseNetwork(octets ?? text.replace(/%[\w.:-]{1,32}$/, ''));
  return (
    network && { kind: 'address', text: toNetworkText(network), first: network.first, last: network.last }
  );
}

function toBoolean(text: string, field: Field): Test | Wrong {
  if (/^(true|yes|on|1)$/i.test(text)) return { kind: 'boolean', value: true };
  if (/^(false|no|off|0)$/i.test(text)) return { kind: 'boolean', value: false };
  return wrong(`\`${field.name}\` must be \`yes\` or \`no\``, 'yes');
}

const examples = {
  number: 'a number, such as `8`, or a range, such as `5..8`',
  duration: 'a duration, such as `90m`, `7d` or `1h30m`',
  time: 'a time, such as `2026-11-01`, `2026-11-01T10:30+01:00`, or `7d` for seven days ago',
};

function toQuantity(text: string, type: 'number' | 'duration' | 'time'): Quantity | null {
  if (type === 'number')
    return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text)
      ? { type: 'number', value: Number(text), text: String(Number(text)) }
      : null;
  const ms = parseDurationMs(text);
  if (type === 'duration') return ms === null ? null : { type: 'duration', ms, text: text.toLowerCase() };
  if (ms !== null) return { type: 'ago', ms, text: text.toLowerCase() };
  return text.toLowerCase() === 'now' ? { type: 'ago', ms: 0, text: '0s' } : parseMoment(text);
}

function toComparison(text: string, operator: Operator, field: Field): Test | Wrong {
  const type = field.type as 'number' | 'duration' | 'time';
  const refused = wrong(`${shown(text)} is not ${examples[type]}`);
  const sides = text.split('..');
  if (sides.length === 1) {
    const value = toQuantity(text, type);
    if (!value) return refused;
    // "time:7d" can only mean the time since then: nothing happens at one instant.
    const since = value.type === 'ago' && operator === '=' ? '>=' : operator;
    return { kind: 'compare', operator: since, value };
  }
  const [from, until] = sides.map((side) => (side === '' ? null : toQuantity(side, type)));
  const isRead =
    sides.length === 2 &&
    text !== '..' &&
    (from !== null || sides[0] === '') &&
    (until !== null || sides[1] === '');
  if (!isRead) return refused;
  if (operator !== '=')
    return wrong('a range cannot be compared: write it after a colon', `${field.name}:${text}`);
  return { kind: 'between', from: from!, until: until! };
}

/** Reads a value; `operator` is the one before it. */
export function toTest(raw: Raw, operator: Operator, field: Field): Test | Wrong {
  const text = plainOf(raw);
  if (raw.pieces.length === 0) return wrong(`a value is missing after \`${field.name}\``);
  const isCompared = field.type === 'number' || field.type === 'duration' || field.type === 'time';
  if (!isCompared && operator !== '=')
    return wrong(
      `\`${field.name}\` cannot be compared with \`${operator}\`: write a colon; put a value that begins with \`${operator}\` in quotation marks`,
      `${field.name}:${raw.typed}`,
    );
  if (raw.typed === '*' && operator === '=') return { kind: 'exists' };
  if (isCompared) return toComparison(text, operator, field);
  if (field.type === 'boolean') return toBoolean(text, field);
  if (field.type !== 'address') return toText(raw, field);
  const address = toAddress(text);
  if (address) return address;
  if (field.hasHostNames && !/^[\d.*/]+$/.test(text)) return toText(raw, { ...field, match: 'whole' });
  return wrong(
    `${shown(text)} is not an address or network, such as \`203.0.113.9\`, \`203.0.113.0/24\` or \`2001:db8::/32\``,
    null,
  );
}
