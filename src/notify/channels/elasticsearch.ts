/** Elasticsearch (and OpenSearch): one document per message under the delivery's id, so that a repeat changes nothing. */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { invalid } from '../../core/errors.ts';
import { addressFamily } from '../../lib/address.ts';
import { accepted } from '../egress/response.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { toRecord } from '../message/record.ts';
import { caField, jsonHeaders, under } from './fields.ts';

/** Field names of the Elastic Common Schema where it has them; the whole record under `decoyverse`. */
function toDocument(notice: Notice, deliveryId: string, share: number): string {
  const record = toRecord(notice, deliveryId, share);
  return toJson({
    '@timestamp': notice.last_seen,
    message: record.title,
    event: {
      kind: 'alert',
      id: deliveryId,
      action: `incident-${record.occasion}`,
      severity: record.risk_score,
      ...(record.link ? { url: record.link } : {}),
    },
    source:
      addressFamily(record.source_ip) > 0
        ? { address: record.source_ip, ip: record.source_ip }
        : { address: record.source_ip },
    threat: {
      framework: 'MITRE ATT&CK',
      technique: { id: record.techniques },
      tactic: { name: record.tactics },
    },
    decoyverse: record,
  });
}

export const elasticsearch = defineChannel({
  name: 'elasticsearch',
  title: 'Elasticsearch',
  help: 'Writes documents to an index or data stream in Elasticsearch or OpenSearch.',
  pace: { perSecond: 100, burst: 200 },
  fields: {
    url: { type: 'url', label: 'Cluster', help: 'https://elastic.example.com:9243', required: true },
    index: {
      type: 'text',
      label: 'Index or data stream',
      default: 'decoyverse-incidents',
      pattern: '^[a-z0-9][a-z0-9._-]{0,200}$',
    },
    api_key: {
      type: 'text',
      label: 'API key',
      help: 'Encoded form.',
      secret: true,
      pattern: '^[A-Za-z0-9+/=_-]{8,500}$',
    },
    username: { type: 'text', label: 'User name', max: 200, pattern: '^[^:\\p{C}]*$' },
    password: { type: 'text', label: 'Password', secret: true, max: 200 },
    ca: caField,
  },
  check(settings) {
    if ((settings.username === undefined) !== (settings.password === undefined))
      throw invalid([{ field: 'password', message: 'must be set together with the user name' }]);
  },
  async send(notice, settings, context) {
    const basic = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
    const authorization = settings.api_key
      ? `ApiKey ${settings.api_key}`
      : settings.username === undefined
        ? null
        : `Basic ${basic}`;
    const answer = await context.request({
      // `_create` works on data streams too; if the document already exists it answers 409.
      url: under(settings.url, `/${settings.index}/_create/${encodeURIComponent(context.delivery_id)}`),
      method: 'PUT',
      headers: { ...jsonHeaders, ...(authorization ? { authorization } : {}) },
      body: fitted(19_000, (share) => toDocument(notice, context.delivery_id, share)),
      ca: settings.ca,
    });
    return accepted(answer, context.nowMs, { also: [409] });
  },
});
