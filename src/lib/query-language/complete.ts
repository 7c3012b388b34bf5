/** Completions at the cursor: field names, their values, and words that join terms. */
import type { Field } from './fields.ts';
import { toFieldNames } from './fields.ts';
import { isBlank, quote } from './raw.ts';

export interface Completion {
  /** The text from here to the cursor is replaced. */
  position: number;
  length: number;
  options: { text: string; kind: 'field' | 'value' | 'keyword'; help: string | null }[];
}

const mostOptions = 20;
const nameAtStart = /^-?([\p{L}_][\p{L}\p{N}_.-]*)(?::?(?:>=|<=|!=|[><=])|:)/u;
/** Offered if a field has no list of values. */
const usual: Partial<Record<Field['type'], readonly string[]>> = {
  boolean: ['yes', 'no'],
  time: ['1h', '24h', '7d', '30d'],
  duration: ['15m', '1h', '24h', '7d'],
};

interface Place {
  /** Where the word begins, and the value in it. */
  word: number;
  value: number | null;
  field: string | null;
  isQuoted: boolean;
}

/** The context of the cursor: the text before it is read as far as it goes, even if quotes or brackets are open. */
function placeOf(text: string): Place {
  let word = 0;
  let list: { field: string; item: number } | null = null;
  let quoteAt: number | null = null;
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (quoteAt !== null) {
      if (char === '\\') at += 1;
      else if (char === '"') quoteAt = null;
      continue;
    }
    if (char === '"') quoteAt = at;
    else if (list) {
      if (char === ')') {
        list = null;
        word = at + 1;
      } else if (char === ',' || isBlank(char)) list.item = at + 1;
    } else if (isBlank(char)) {
      word = at + 1;
      open = 0;
    } else if (char === '(') {
      const field = nameAtStart.exec(text.slice(word, at));
      if (at === word || text.slice(word, at) === '-') word = at + 1;
      else if (field && field[0].length === at - word) list = { field: field[1]!, item: at + 1 };
      else open += 1;
    } else if (char === ')') {
      if (open > 0) open -= 1;
      else word = at + 1;
    }
  }
  if (list) return { word, field: list.field, value: list.item, isQuoted: quoteAt !== null };
  const named = nameAtStart.exec(text.slice(word));
  return {
    word,
    field: named?.[1] ?? null,
    value: named ? word + named[0].length : null,
    isQuoted: quoteAt !== null,
  };
}

const begins = (text: string, prefix: string): boolean => text.toLowerCase().startsWith(prefix.toLowerCase());

/** A value, quoted if necessary. */
const written = (value: string): string => (/^[\p{L}\p{N}_./-]+$/u.test(value) ? value : quote(value));

/** Pure; at most 20 options, best first. None inside quoted words that belong to no field. */
export function completeAt(text: string, cursor: number, fields: readonly Field[]): Completion {
  const before = text.slice(0, Math.max(0, cursor));
  const place = placeOf(before);
  const names = toFieldNames(fields);
  const options: Completion['options'] = [];
  if (place.value !== null && place.field !== null) {
    const field = names.find(place.field);
    const typed = before.slice(place.value).replace(/^"/, '');
    for (const value of field?.values ?? (field && usual[field.type]) ?? [])
      if (begins(value, typed)) options.push({ text: written(value), kind: 'value', help: null });
    return {
      position: place.value,
      length: before.length - place.value,
      options: options.slice(0, mostOptions),
    };
  }
  const start = place.word + (before[place.word] === '-' ? 1 : 0);
  const typed = before.slice(start);
  if (!place.isQuoted) {
    for (const { name, aliases = [], help = null } of fields)
      if ([name, ...aliases].some((one) => begins(one, typed)))
        options.push({ text: `${name}:`, kind: 'field', help });
    const isFirst = before.slice(0, start).trim() === '';
    for (const word of isFirst ? ['NOT'] : ['OR', 'AND', 'NOT'])
      if (typed !== '' && begins(word, typed))
        options.push({ text: `${word} `, kind: 'keyword', help: null });
  }
  return { position: start, length: before.length - start, options: options.slice(0, mostOptions) };
}
