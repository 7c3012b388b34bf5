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
