/** A mapping as a form has it: each condition a list of lines, each line two texts. */
import {
  type EventKind,
  type MappedCondition,
  type MappedField,
  type MappedTest,
  type Mapping,
  type MappingCreate,
  mappedFields,
} from '../../data/types.ts';

export interface Line {
  id: number;
  path: string;
  /** A text, or JSON: `5`, `true`, `null`, `["a", "b"]`, `"5"`. */
  test: string;
}
export interface ConditionDraft {
  id: number;
  lines: Line[];
}
export type FieldTexts = Record<MappedField, string>;
export interface EventDraft {
  id: number;
  kind: EventKind;
  when: Line[];
  fields: FieldTexts;
}
export interface Draft {
  name: string;
  when: Line[];
  fields: FieldTexts;
  skip: ConditionDraft[];
  events: EventDraft[];
}

let last = 0;
/** Of rows of a form, so that one that is taken out does not move the words of the others. */
const nextId = (): number => {
  last += 1;
  return last;
};

export const toLine = (path = '', test = ''): Line => ({ id: nextId(), path, test });
export const noFields = (): FieldTexts =>
  Object.fromEntries(mappedFields.map((field) => [field, ''])) as FieldTexts;
export const toCondition = (lines: Line[] = [toLine()]): ConditionDraft => ({ id: nextId(), lines });
export const toEvent = (
  kind: EventKind,
  when: Line[] = [],
  fields: Partial<FieldTexts> = {},
): EventDraft => ({
  id: nextId(),
  kind,
  when,
  fields: { ...noFields(), ...fields },
});

const isOne = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** What is no JSON of a value, or of a list of values, is a text. */
export function toTest(text: string): MappedTest {
  const trimmed = text.trim();
  try {
    const value: unknown = JSON.parse(trimmed);
    if (isOne(value) || (Array.isArray(value) && value.length > 0 && value.every(isOne))) return value;
  } catch {}
  return trimmed;
}

/** Reads as the same value again. */
export const fromTest = (value: MappedTest): string =>
  typeof value === 'string' && toTest(value) === value ? value : JSON.stringify(value);

const toLines = (condition: MappedCondition): Line[] =>
  Object.entries(condition).map(([path, test]) => toLine(path, fromTest(test)));

const fromLines = (lines: readonly Line[]): MappedCondition =>
  Object.fromEntries(
    lines.filter(({ path }) => path.trim() !== '').map(({ path, test }) => [path.trim(), toTest(test)]),
  );

const fromTexts = (texts: FieldTexts): Partial<FieldTexts> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));

export const emptyDraft = (): Draft => ({
  name: '',
  when: [toLine()],
  fields: noFields(),
  skip: [],
  events: [toEvent('payload.received')],
});

export const toDraft = ({ name, when, fields, skip, events }: Omit<MappingCreate, 'enabled'>): Draft => ({
  name,
  when: toLines(when as MappedCondition),
  fields: { ...noFields(), ...fields },
  skip: (skip ?? []).map((one) => toCondition(toLines(one as MappedCondition))),
  events: events.map((event) =>
    toEvent(event.kind, toLines((event.when ?? {}) as MappedCondition), event.fields ?? {}),
  ),
});

export type MappingBody = Omit<MappingCreate, 'enabled'>;

export const toBody = ({ name, when, fields, skip, events }: Draft): MappingBody => ({
  name: name.trim(),
  when: fromLines(when),
  fields: fromTexts(fields),
  skip: skip.map(({ lines }) => fromLines(lines)).filter((one) => Object.keys(one).length > 0),
  events: events.map((event) => ({
    when: fromLines(event.when),
    kind: event.kind,
    fields: fromTexts(event.fields),
  })),
});

/** Whether it says enough to be tried. */
export const isReady = ({ name, when, events }: Draft): boolean =>
  name.trim() !== '' && Object.keys(fromLines(when)).length > 0 && events.length > 0;

/** As a file has it, for `import --mapping` and `follow --mapping`. */
export const toFile = ({ name, when, fields, skip, events }: Mapping): string =>
  JSON.stringify({ name, when, fields, skip, events }, null, 2);
