/** How the records of a sensor that DecoyVerse does not know become events: written by its owner, as data. */
import type { EventKind } from './event.ts';

/** What a record's field must be: `null` = absent or null, a text with `*` at an end = any text there; a list = any of them. */
export type MappedTest = string | number | boolean | null | (string | number | boolean | null)[];
/** By path; all must hold. Empty = any record. */
export type MappedCondition = { [path: string]: MappedTest };

export const mappedFields = [
  'timestamp',
  'source_ip',
  'source_port',
  'destination_port',
  'service',
  'activity',
  'payload',
  'session',
  'username',
  'password',
] as const;
export type MappedField = (typeof mappedFields)[number];
/** Our field → a text in which `{path}` stands for the record's field; without braces it is a constant. */
export type MappedFields = Partial<Record<MappedField, string>>;

/**
 * Where a field's value is from: the record by the mapping, a constant of the mapping, the record by a name that sensors
 * commonly use, what stands there where a mapping does not say, the time of arrival, nowhere since the record has none of
 * the paths, nowhere since nothing says it.
 */
export const fieldOrigins = [
  'record',
  'constant',
  'usual_name',
  'default',
  'arrival',
  'not_there',
  'none',
] as const;
/** Why what was read is not in the event as it was read. The record in `extra` has it. */
export const fieldLosses = ['not_a_login', 'not_a_port', 'cut'] as const;

/** Of one of our fields: what it becomes, and from what. */
export interface ExplainedField {
  field: MappedField;
  value: string;
  from: (typeof fieldOrigins)[number];
  /** Of the record. */
  paths: string[];
  lost: (typeof fieldLosses)[number] | null;
}

export interface MappedEvent {
  when: MappedCondition;
  kind: EventKind;
  /** Beside the mapping's own, and before them. */
  fields: MappedFields;
}

export interface Mapping {
  name: string;
  /** Whose records it is about. */
  when: MappedCondition;
  fields: MappedFields;
  /** The sensor's messages about itself: counted, no event. */
  skip: MappedCondition[];
  /** The first that fits is taken; of a record that none fits, the type is not known: it is kept and counted. */
  events: MappedEvent[];
}

/** As stored. */
export interface MappingBody extends Mapping {
  enabled: boolean;
  created_by: string;
}

export const mostMappings = 20;
/** Of a preview. */
export const mostSamples = 20;
