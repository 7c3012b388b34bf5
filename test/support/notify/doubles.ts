/** Doubles of the HTTP services, each as strict as its documentation. */
import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import { googleChat, rocketChat } from './chat-doubles.ts';
import { custom } from './custom-double.ts';
import { discord } from './discord-double.ts';
import { at, keys, parse, text } from './double-checks.ts';
import { mattermost } from './mattermost-double.ts';
import { type Double, textsIn } from './rig.ts';
import { webPush } from './web-push-double.ts';

const secret = `whsec_${Buffer.from('a secret of the receiver, 32 byte').toString('base64')}`;
const previous = `whsec_${Buffer.from('the secret that it had before 32').toString('base64')}`;

const webhook: Double = {
  settings: (url) => ({
    url: `${url}/hook`,
    secret,
    previous_secret: previous,
    headers: ['X-Api-Key: key-9f8e7d6c5b4a'],
  }),
  secrets: [secret, previous, 'key-9f8e7d6c5b4a'],
  readers: 'machine',
  judge(seen) {
    at(seen, 'POST', /^\/hook$/);
    const headers = seen.headers as Record<string, string>;
    for (const one of [secret, previous]) new Webhook(one).verify(seen.body, headers);
    assert.throws(() => new Webhook(secret).verify(`${seen.body} `, headers));
    assert.equal(headers['x-api-key'], 'key-9f8e7d6c5b4a');
    assert.ok(Buffer.byteLength(seen.body) < 20_000);
    const { data } = parse<{ data: object }>(seen);
    return { id: headers['webhook-id'] ?? null, texts: textsIn(data) };
  },
  answer: () => ({ status: 204, body: '' }),
};

/** https://docs.slack.dev/reference/block-kit/blocks and …/messaging/formatting-message-text */
interface SlackText {
  type: string;
  text: string;
}
interface SlackBlock {
  type: string;
  text?: SlackText;
  fields?: SlackText[];
  elements?: { type: string; elements?: object[]; text?: SlackText; url?: string; action_id?: string }[];
}

function checkSlack(body: { text: string; blocks: SlackBlock[] }): string[] {
  keys(body, ['text', 'mrkdwn', 'parse', 'link_names', 'unfurl_links', 'unfurl_media', 'blocks']);
  text(body.text, 4000);
  assert.ok(body.blocks.length <= 50);
  const texts = [body.text];
  const object = (value: SlackText | undefined, max: number): void => {
    assert.ok(value && ['plain_text', 'mrkdwn'].includes(value.type));
    text(value.text, max);
    texts.push(value.text);
  };
  for (const block of body.blocks) {
    if (block.type === 'header') {
      assert.equal(block.text?.type, 'plain_text');
      object(block.text, 150);
    } else if (block.type === 'section') {
      if (block.text) object(block.text, 3000);
      assert.ok(block.text ?? block.fields, 'a section has a text or fields');
      if (block.fields) assert.ok(block.fields.length <= 10);
      for (const field of block.fields ?? []) object(field, 2000);
    } else if (block.type === 'rich_text') {
      for (const element of block.elements ?? []) {
        assert.equal(element.type, 'rich_text_preformatted');
        // Texts of rich text are shown as they are: nothing in them is markup.
        for (const part of element.elements ?? []) assert.deepEqual(Object.keys(part), ['type', 'text']);
      }
    } else {
      assert.equal(block.type, 'actions');
      for (const button of block.elements ?? []) {
        object(button.text, 75);
        text(button.url, 3000);
        text(button.action_id, 255);
      }
    }
  }
  for (const one of texts) assert.doesNotMatch(one, /<|>|&(?!amp;|lt;|gt;)/, 'markup of Slack');
  return texts.map((one) => one.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

const slack: Double = {
  settings: (url) => ({ url: `${url}/services/T0AAA/B0BBB/slacksecret123456` }),
  secrets: ['slacksecret123456'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/services\/T0AAA\/B0BBB\/slacksecret123456$/);
    return { id: null, texts: checkSlack(parse(seen)) };
  },
  answer: () => ({ status: 200, body: 'ok' }),
};

interface Card {
  type: string;
  version: string;
  body: { type: string; inlines: { type: string; text: string }[] }[];
  actions: { type: string; url: string }[];
}

/** https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using and adaptivecards.io 1.4 */
const teams: Double = {
  settings: (url) => ({
    url: `${url}/workflows/abcdef0123456789/triggers/manual/paths/invoke?sig=teamssecret1`,
  }),
  secrets: ['teamssecret1', 'abcdef0123456789'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/workflows\/abcdef0123456789\/.*sig=teamssecret1$/);
    assert.ok(Buffer.byteLength(seen.body) < 28_000, 'Teams takes 28 KB');
    const body = parse<{ type: string; attachments: { contentType: string; content: Card }[] }>(seen);
    assert.equal(body.type, 'message');
    assert.equal(body.attachments.length, 1);
    const [{ contentType, content }] = body.attachments as [{ contentType: string; content: Card }];
    assert.equal(contentType, 'application/vnd.microsoft.card.adaptive');
    assert.equal(content.type, 'AdaptiveCard');
    assert.equal(content.version, '1.4');
    const texts: string[] = [];
    for (const block of content.body) {
      assert.equal(block.type, 'RichTextBlock', 'a TextBlock would read Markdown');
      for (const run of block.inlines) {
        assert.equal(run.type, 'TextRun');
        assert.equal(typeof run.text, 'string');
        texts.push(run.text);
      }
    }
    for (const one of texts) assert.doesNotMatch(one, /\$\{|@\{|\{\{/, 'a function of cards or flows');
    for (const action of content.actions) {
      assert.equal(action.type, 'Action.OpenUrl');
      assert.match(action.url, /^https?:/);
    }
    return { id: null, texts };
  },
  answer: () => ({ status: 202, body: '' }),
};

/** Telegram's HTML (https://core.telegram.org/bots/api#html-style): a few tags, four entities, all else is refused. */
export function readTelegramHtml(html: string): { shown: string; links: string[] } {
  const links: string[] = [];
  const open: string[] = [];
  const shown = html.replace(/<(\/?)(\w+)([^>]*)>|[<>]/g, (all, slash: string, tag: string, rest: string) => {
    assert.ok(['b', 'code', 'a'].includes(tag), `can't parse entities: ${all}`);
    if (slash) assert.equal(open.pop(), tag, "can't parse entities: tags cross");
    else open.push(tag);
    if (tag === 'a' && !slash) links.push(/^ href="([^"]*)"$/.exec(rest)?.[1] ?? assert.fail(rest));
    else assert.equal(rest, '');
    return '';
  });
  assert.deepEqual(open, [], "can't parse entities: a tag is not closed");
  assert.doesNotMatch(shown, /&(?!(?:amp|lt|gt|quot|#\d+);)/);
  const plain = shown
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return { shown: plain, links };
}

const token = '123456789:AAtelegramSecretTokenValue-0123456';
const telegram: Double = {
  settings: (url) => ({ url, token, chat_id: '-1001234567890', thread_id: 7 }),
  secrets: [token, 'AAtelegramSecretTokenValue-0123456'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/bot123456789:AAtelegramSecretTokenValue-0123456\/sendMessage$/);
    const body = parse<{ [key: string]: unknown; text: string }>(seen);
    keys(body, [
      'chat_id',
      'message_thread_id',
      'text',
      'parse_mode',
      'link_preview_options',
      'reply_markup',
    ]);
    assert.equal(body.chat_id, '-1001234567890');
    assert.equal(body.message_thread_id, 7);
    assert.equal(body.parse_mode, 'HTML');
    assert.deepEqual(body.link_preview_options, { is_disabled: true });
    const { shown, links } = readTelegramHtml(body.text);
    text(shown, 4096);
    const rows = (body.reply_markup as { inline_keyboard: { text: string; url: string }[][] } | undefined)
      ?.inline_keyboard;
    for (const { text: label, url } of rows?.flat() ?? []) {
      text(label, 64);
      links.push(url);
    }
    for (const link of links) assert.match(link, /^https:\/\/decoyverse\.example\.com\//);
    return { id: null, texts: [shown] };
  },
  answer: () => ({ status: 200, body: '{"ok":true,"result":{"message_id":5}}' }),
};

/** https://developer.pagerduty.com/docs/send-alert-event */
const pagerduty: Double = {
  settings: (url) => ({ url, routing_key: 'R0123456789abcdef0123456789abcde' }),
  secrets: ['R0123456789abcdef0123456789abcde'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/v2\/enqueue$/);
    const body = parse<{ [key: string]: unknown; payload: { [key: string]: unknown } }>(seen);
    keys(body, ['routing_key', 'dedup_key', 'event_action', 'client', 'client_url', 'links', 'payload']);
    assert.equal(String(body.routing_key).length, 32);
    text(body.dedup_key, 255);
    assert.ok(['trigger', 'acknowledge', 'resolve'].includes(String(body.event_action)));
    if (body.event_action === 'resolve') return { id: null, texts: [] };
    const { payload } = body;
    text(payload.summary, 1024);
    text(payload.source, 1024);
    assert.ok(['critical', 'error', 'warning', 'info'].includes(String(payload.severity)));
    assert.ok(Number.isFinite(Date.parse(String(payload.timestamp))));
    const { delivery_id } = payload.custom_details as { delivery_id: string };
    return { id: delivery_id, texts: textsIn(payload) };
  },
  answer: () => ({
    status: 202,
    body: '{"status":"success","message":"Event processed","dedup_key":"inc-0011223344556677"}',
  }),
};

/** https://docs.opsgenie.com/docs/alert-api */
const opsgenie: Double = {
  settings: (url) => ({ url, api_key: '11112222-3333-4444-5555-666677778888' }),
  secrets: ['11112222-3333-4444-5555-666677778888'],
  readers: 'people',
  judge(seen) {
    assert.equal(seen.headers.authorization, 'GenieKey 11112222-3333-4444-5555-666677778888');
    const body = parse<{ [key: string]: unknown; tags: string[]; details: { [key: string]: string } }>(seen);
    if (seen.url !== '/v2/alerts') {
      at(seen, 'POST', /^\/v2\/alerts\/[^/?]+\/close\?identifierType=alias$/);
      keys(body, ['source', 'note']);
      return { id: null, texts: textsIn(body) };
    }
    at(seen, 'POST', /^\/v2\/alerts$/);
    keys(body, ['message', 'alias', 'description', 'entity', 'source', 'priority', 'tags', 'details']);
    text(body.message, 130);
    text(body.alias, 512);
    text(body.description, 15_000);
    text(body.entity, 512);
    assert.ok(body.tags.length <= 20);
    for (const tag of body.tags) text(tag, 50);
    assert.match(String(body.priority), /^P[1-5]$/);
    assert.ok(textsIn(body.details).join('').length <= 8000);
    const { link: _link, ...details } = body.details;
    return { id: details.delivery_id ?? null, texts: textsIn({ ...body, details }) };
  },
  answer: () => ({ status: 202, body: '{"result":"Request will be processed","took":0.3,"requestId":"x"}' }),
};

/** https://docs.ntfy.sh/publish/#publish-as-json */
const ntfy: Double = {
  settings: (url) => ({ url, topic: 'topic-q7w8e9r0', token: 'tk_ntfysecret0001' }),
  secrets: ['tk_ntfysecret0001', 'topic-q7w8e9r0'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/$/);
    assert.equal(seen.headers.authorization, 'Bearer tk_ntfysecret0001');
    const body = parse<{ [key: string]: unknown; title: string; message: string; actions?: object[] }>(seen);
    keys(body, ['topic', 'title', 'message', 'priority', 'tags', 'click', 'actions']);
    assert.equal(body.topic, 'topic-q7w8e9r0');
    assert.ok(Buffer.byteLength(body.message) <= 4096, 'a longer message becomes an attachment');
    assert.ok(Number(body.priority) >= 1 && Number(body.priority) <= 5);
    assert.ok((body.actions ?? []).length <= 3);
    return { id: null, texts: [body.title, body.message] };
  },
  answer: () => ({ status: 200, body: '{"id":"x","event":"message"}' }),
};

type Extras = { [name: string]: object };

/** https://gotify.net/api-docs#/message/createMessage */
const gotify: Double = {
  settings: (url) => ({ url: `${url}/push/`, token: 'AgotifySecret01' }),
  secrets: ['AgotifySecret01'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/push\/message$/);
    assert.equal(seen.headers['x-gotify-key'], 'AgotifySecret01');
    const body = parse<{ [key: string]: unknown; title: string; message: string; extras: Extras }>(seen);
    keys(body, ['title', 'message', 'priority', 'extras']);
    assert.ok(Number(body.priority) >= 0 && Number(body.priority) <= 10);
    assert.deepEqual(body.extras['client::display'], { contentType: 'text/plain' });
    return { id: null, texts: [body.title, body.message] };
  },
  answer: () => ({ status: 200, body: '{"id":25}' }),
};

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector */
const splunk: Double = {
  settings: (url) => ({ url, token: '00000000-aaaa-bbbb-cccc-dddddddddddd', index: 'security' }),
  secrets: ['00000000-aaaa-bbbb-cccc-dddddddddddd'],
  readers: 'machine',
  judge(seen) {
    at(seen, 'POST', /^\/services\/collector\/event$/);
    assert.equal(seen.headers.authorization, 'Splunk 00000000-aaaa-bbbb-cccc-dddddddddddd');
    const body = parse<{ [key: string]: unknown; event: { delivery_id: string } }>(seen);
    keys(body, ['time', 'host', 'source', 'sourcetype', 'index', 'event']);
    assert.equal(typeof body.time, 'number');
    assert.equal(body.index, 'security');
    const { host, event } = body;
    return { id: event.delivery_id, texts: textsIn({ host, event }) };
  },
  answer: () => ({ status: 200, body: '{"text":"Success","code":0}' }),
};

/** https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-create */
const elasticsearch: Double = {
  settings: (url) => ({ url, index: 'decoys', username: 'writer', password: 'elastic-secret-pw' }),
  secrets: ['elastic-secret-pw', Buffer.from('writer:elastic-secret-pw').toString('base64')],
  readers: 'machine',
  judge(seen) {
    at(seen, 'PUT', /^\/decoys\/_create\/msg_[0-9a-f]+$/);
    assert.equal(
      seen.headers.authorization,
      `Basic ${Buffer.from('writer:elastic-secret-pw').toString('base64')}`,
    );
    const body = parse<{ '@timestamp': string; decoyverse: object }>(seen);
    assert.ok(Number.isFinite(Date.parse(body['@timestamp'])), 'a data stream needs @timestamp');
    const { decoyverse } = body;
    return { id: seen.url.split('/').at(-1) ?? null, texts: textsIn(decoyverse) };
  },
  answer: () => ({ status: 201, body: '{"result":"created"}' }),
};

export const doubles: { readonly [channel: string]: Double } = {
  webhook,
  slack,
  mattermost,
  'rocket-chat': rocketChat,
  'google-chat': googleChat,
  teams,
  discord,
  telegram,
  pagerduty,
  opsgenie,
  ntfy,
  gotify,
  'web-push': webPush,
  'splunk-hec': splunk,
  custom,
  elasticsearch,
};
