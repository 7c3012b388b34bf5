/**
 * Outputs of sensors that are made for people or for a database of figures: their texts lose what an event needs. Whoever
 * points one here is told which output to use instead.
 */
import type { JsonObject } from '../core/event.ts';
import { isJsonObject } from '../lib/json-guards.ts';

const instead = 'use output_splunk instead: see the set-up of this node';

const isEmbed = (value: unknown): boolean =>
  isJsonObject(value) && typeof value.title === 'string' && value.title.startsWith('cowrie.');

const forms: readonly (readonly [string, (value: JsonObject) => boolean])[] = [
  ["Cowrie's Discord output", ({ embeds }) => Array.isArray(embeds) && embeds.some(isEmbed)],
  [
    "Cowrie's Signal output",
    ({ message, recipients }) =>
      Array.isArray(recipients) && typeof message === 'string' && message.startsWith('[Cowrie '),
  ],
];

const lineProtocol = /^cowrie_[a-z_.]{1,60},session=/;

/** What is wrong with a value of a body, as the end of a sentence that begins with “The body”; null = nothing. */
export function wrongOutput(value: unknown): string | null {
  if (!isJsonObject(value)) return null;
  const name = forms.find(([, matches]) => matches(value))?.[0];
  return name === undefined ? null : `comes from ${name}, which is made for people; ${instead}`;
}

/** The same of a whole body that is not JSON. */
export const wrongText = (text: string): string | null =>
  lineProtocol.test(text) ? `comes from Cowrie's InfluxDB output, which leaves out most; ${instead}` : null;
