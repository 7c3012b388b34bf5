/** Generic webhook, signed as Standard Webhooks 1.0 says (https://www.standardwebhooks.com). */
import { createHmac, randomBytes } from 'node:crypto';
import { defineChannel, type Notice } from '../../core/channel.ts';
import { invalid } from '../../core/errors.ts';
import { headerProblem } from '../egress/request.ts';
import { accepted, refusalInJson } from '../egress/response.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { toRecord } from '../message/record.ts';
import { caField, jsonHeaders } from './fields.ts';

const secretForm = '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$';

/** A fresh signing secret: 32 random bytes. */
export const newWebhookSecret = (random: (bytes: number) => Buffer = randomBytes): string =>
  `whsec_${random(32).toString('base64')}`;

const sign = (secret: string, content: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(content)
    .digest('base64')}`;

function parseHeader(line: string): { name: string; value: string } {
  const at = line.indexOf(':');
  return { name: line.slice(0, Math.max(0, at)).trim(), value: line.slice(at + 1).trim() };
}

/** Of what no incident is behind; a silent node is one. */
const ownTypes: Partial<Record<Notice['occasion'], string>> = {
  channel_failing: 'channel.failing',
  ingest_problem: 'ingest.problem',
  quota: 'quota',
  digest: 'digest',
};

/** `incident.opened`, `channel.failing`, `channel.working`, `ingest.problem`, `quota`, `digest`. */
const toType = ({ occasion, about }: Notice): string =>
  about === 'channel' && occasion === 'resolved'
    ? 'channel.working'
    : (ownTypes[occasion] ?? `incident.${occasion}`);

export const webhook = defineChannel({
  name: 'webhook',
  title: 'Webhook',
  help: 'Posts signed JSON to any address (Standard Webhooks).',
  fields: {
    url: { type: 'url', label: 'Address', required: true },
    secret: {
      type: 'text',
      label: 'Signing secret',
      help: '`whsec_` and 24 to 64 random bytes in base64.',
      required: true,
      secret: true,
      pattern: secretForm,
    },
    previous_secret: {
      type: 'text',
      label: 'Previous signing secret',
      help: 'While receivers switch over, messages are signed with both secrets.',
      secret: true,
      pattern: secretForm,
    },
    headers: {
      type: 'list',
      label: 'Additional headers',
      help: 'One `Name: value` each, at most ten.',
      secret: true,
      max: 10,
    },
    ca: caField,
  },
  check(settings) {
    for (const name of ['secret', 'previous_secret'] as const) {
      const bytes = Buffer.from(settings[name]?.slice('whsec_'.length) ?? '', 'base64').length;
      if (settings[name] !== undefined && (bytes < 24 || bytes > 64))
        throw invalid([{ field: name, message: 'must contain 24 to 64 bytes' }]);
    }
    for (const [index, line] of (settings.headers ?? []).entries()) {
      const { name, value } = parseHeader(line);
      const problem = /^(?:webhook-|content-type$|user-agent$)/i.test(name)
        ? 'must not be set'
        : headerProblem(name, value);
      if (problem) throw invalid([{ field: `headers.${index}`, message: problem }]);
    }
  },
  async send(notice, settings, context) {
    const body = fitted(19_000, (share) =>
      toJson({
        type: toType(notice),
        timestamp: notice.last_seen,
        data: toRecord(notice, context.delivery_id, share),
      }),
    );
    const seconds = Math.floor(context.nowMs / 1000);
    const content = `${context.delivery_id}.${seconds}.${body}`;
    const secrets = [settings.secret, settings.previous_secret].filter((secret) => secret !== undefined);
    const extra = (settings.headers ?? [])
      .map(parseHeader)
      .map(({ name, value }) => [name.toLowerCase(), value]);
    const answer = await context.request({
      url: settings.url,
      headers: {
        ...Object.fromEntries(extra),
        ...jsonHeaders,
        'webhook-id': context.delivery_id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': secrets.map((secret) => sign(secret, content)).join(' '),
      },
      body,
      ca: settings.ca,
    });
    return accepted(answer, context.nowMs, { refusal: refusalInJson });
  },
});
