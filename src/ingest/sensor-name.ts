/**
 * What the sensor that made a record calls itself, where several report with one key. Only fields that a sensor or its
 * collector writes: never one that a visitor could fill, such as a request's `host`.
 */
import type { JsonObject } from '../core/event.ts';
import { nameKeyOf } from '../core/node.ts';
import { blanked, cut } from '../lib/text.ts';
import { textOf } from './foreign.ts';
import { at } from './json-path.ts';

interface Naming {
  /** Fields that only this sender's records have. */
  is(record: JsonObject): boolean;
  name(record: JsonObject): string;
}

const field =
  (path: string) =>
  (record: JsonObject): string =>
    textOf(at(record, path));
const has =
  (...paths: string[]) =>
  (record: JsonObject): boolean =>
    paths.every((path) => field(path)(record) !== '');

/** The first whose fields are there decides. */
const namings: readonly Naming[] = [
  // Its containers have names of an hour: the machine and the kind of honeypot last.
  {
    is: has('t-pot_hostname'),
    name: (record) => `${field('t-pot_hostname')(record)} ${field('type')(record)}`.trim(),
  },
  { is: (record) => /^cowrie\./.test(field('eventid')(record)), name: field('sensor') },
  { is: has('logtype', 'node_id'), name: field('node_id') },
  { is: has('ident', 'channel'), name: field('ident') },
  { is: has('sensorid', 'data_type'), name: field('sensorid') },
  { is: has('event_type', 'flow_id'), name: field('host') },
  { is: has('CanaryName'), name: field('CanaryName') },
  { is: has('version', 'host', 'short_message'), name: field('host') },
  { is: has('agent.type', 'agent.name'), name: field('agent.name') },
  { is: has('sensor_name'), name: field('sensor_name') },
];

/** Names of no sensor: Conpot's and others' first setting, and a container's, which is new at each start. */
const isNone = (name: string): boolean => /^(?:default|localhost|-|[0-9a-f]{12})$/i.test(name);

const mostLetters = 100;

/** A name as it can be shown: one line of at most 100 characters. '' = none. */
function cleaned(text: string): string {
  const line = blanked(nameKeyOf(text.slice(0, 10 * mostLetters).toWellFormed()));
  const name = cut(line.replace(/\s+/g, ' ').trim(), mostLetters).trim();
  return isNone(name) ? '' : name;
}

/** `usual`: what the transport says (syslog's host), where the record does not. '' where neither does. */
export const sensorNameOf = (record: JsonObject | null, usual = ''): string =>
  cleaned((record && namings.find(({ is }) => is(record))?.name(record)) || usual);
