/** Splunk HTTP Event Collector: one event per message. */
import { defineChannel, SendError } from '../../core/channel.ts';
import { accepted, parseObject } from '../egress/response.ts';
import { fitted, inert, toJson } from '../message/hostile-text.ts';
import { toRecord } from '../message/record.ts';
import { caField, jsonHeaders, under } from './fields.ts';

const name = '^[A-Za-z0-9_:.-]{1,80}$';

export const splunkHec = defineChannel({
  name: 'splunk-hec',
  title: 'Splunk',
  help: "Sends events to Splunk's HTTP Event Collector.",
  pace: { perSecond: 100, burst: 200 },
  fields: {
    url: { type: 'url', label: 'Collector', help: 'https://splunk.example.com:8088', required: true },
    token: { type: 'text', label: 'Token', required: true, secret: true, pattern: '^[A-Za-z0-9-]{8,100}$' },
    index: { type: 'text', label: 'Index', help: "Default: the token's index.", pattern: name },
    sourcetype: { type: 'text', label: 'Source type', default: 'decoyverse:incident', pattern: name },
    ca: caField,
  },
  async send(notice, settings, context) {
    const body = fitted(19_000, (share) =>
      toJson({
        time: Date.parse(notice.last_seen) / 1000,
        host: inert(notice.node_name || notice.node_id, 150),
        source: 'decoyverse',
        sourcetype: settings.sourcetype,
        ...(settings.index ? { index: settings.index } : {}),
        event: toRecord(notice, context.delivery_id, share),
      }),
    );
    const answer = await context.request({
      url: under(settings.url, '/services/collector/event'),
      headers: { ...jsonHeaders, authorization: `Splunk ${settings.token}` },
      body,
      ca: settings.ca,
    });
    const taken = accepted(answer, context.nowMs);
    const code = parseObject(answer.body)?.code;
    if (code !== 0)
      throw new SendError('The receiver did not confirm the event.', {
        status: taken.status,
        answer: taken.answer,
      });
    return taken;
  },
});
