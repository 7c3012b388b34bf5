/**
 * Canarytokens' generic webhook. Saving a webhook there sends an example first, which is no use of a token.
 */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['src_ip']);
const none: JsonObject = {};

export const isCanarytoken = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'manage_url') && Object.hasOwn(object, 'memo');

/** What the site sends when a webhook is saved. */
const isExample = (record: JsonObject): boolean =>
  /newly saved webhook/i.test(textOf(record.memo)) ||
  /^https?:\/\/example\.com\//i.test(textOf(record.manage_url));

/** `2026-11-24 07:33:10 (UTC)` and ISO. */
const timeOf = (record: JsonObject): string =>
  (textOf(record.time) || textOf(record.timestamp)).replace(/ \(?UTC\)?$/, '');

/** Null for the example. */
export function parseCanarytoken(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  if (isExample(record)) return null;
  const more = isJsonObject(record.additional_data) ? record.additional_data : none;
  return toDraft(
    { time: 'time', source: 'src_ip' },
    {
      kind: 'token.hit',
      time: timeOf(record),
      service: (textOf(record.channel) || 'token').toLowerCase(),
      source: textOf(more.src_ip) || textOf(record.src_ip),
      activity: `canarytoken ${textOf(record.token_type) || 'used'}`,
      payload: [textOf(record.memo), textOf(more.useragent), textOf(more.referer)]
        .filter((text) => text !== '')
        .join('\n'),
      session: null,
      extra: copyBut(record, promoted),
    },
  );
}

export const canarytokens = defineFormat({
  name: 'canarytokens',
  title: 'Canarytokens',
  parse: parseCanarytoken,
});
