/** Doubles of the services that have a ready template: what each documents of a request, and how each says yes and no. */
import assert from 'node:assert/strict';
import { keys, text } from './double-checks.ts';
import type { Seen } from './receiver.ts';
import { textsIn } from './rig.ts';

type Body = { [name: string]: unknown };
type Said = { status: number; body: unknown };

export interface ServiceDouble {
  path: string;
  /** Settings beside service and url. */
  more?: { [name: string]: unknown };
  method?: string;
  form?: true;
  /** Checks the limits and the schema; throws where the service would not take it. */
  judge(body: Body, seen: Seen): void;
  yes: Said;
  /** Refusals; a 200 that says no among them where the service does that. */
  no: Said[];
  /** It came too fast. */
  tooFast: Said;
  /** It takes too little text for an address to acknowledge at. */
  isShort?: true;
  /** Names its readers see as mentions. */
  mentions?: RegExp;
}

const at = (value: unknown, ...path: (string | number)[]): unknown => {
  let found = value;
  for (const name of path) found = (found as Body | undefined)?.[name];
  return found;
};
const busy: Said = { status: 429, body: {} };
const params = (...list: string[]): { params: string[] } => ({ params: list });

export const serviceDoubles: Readonly<Record<string, ServiceDouble>> = {
  'google-chat': {
    path: '/v1/spaces/AAAA/messages?key=k&token=t',
    judge(body) {
      keys(body, ['text']);
      text(body.text, 4096);
      assert.doesNotMatch(String(body.text), /[<>]/);
    },
    yes: { status: 200, body: { name: 'spaces/AAAA/messages/BBBB' } },
    no: [
      { status: 200, body: { error: { code: 403, status: 'PERMISSION_DENIED' } } },
      { status: 400, body: {} },
    ],
    tooFast: { status: 200, body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } } },
    mentions: /<users\//,
  },
  mattermost: {
    path: '/hooks/abcdefghijklmnopqrstuvwxyz',
    judge(body) {
      keys(body, ['text', 'username']);
      text(body.text, 16_383);
    },
    yes: { status: 200, body: 'ok' },
    no: [{ status: 200, body: { id: 'web.incoming_webhook.disabled.app_error', status_code: 501 } }],
    tooFast: busy,
  },
  'rocket-chat': {
    path: '/hooks/a/b',
    judge(body) {
      keys(body, ['text', 'attachments']);
      text(body.text, 5000);
      text(at(body, 'attachments', 0, 'text'), 5000);
    },
    yes: { status: 200, body: { success: true } },
    no: [
      { status: 200, body: { success: false, error: 'invalid' } },
      { status: 200, body: 'ok' },
    ],
    tooFast: busy,
  },
  matrix: {
    path: '/_matrix/client/v3/rooms/!a:example.org/send/m.room.message',
    more: { headers: ['Authorization: Bearer syt_secret'] },
    method: 'PUT',
    judge(body, seen) {
      keys(body, ['msgtype', 'body']);
      assert.equal(body.msgtype, 'm.text', 'formatted_body would be HTML');
      assert.match(seen.url, /\/msg_\w+$/);
      assert.ok(Buffer.byteLength(seen.body) < 60_000, 'an event has at most 64 KiB');
    },
    yes: { status: 200, body: { event_id: '$abc' } },
    no: [{ status: 403, body: { errcode: 'M_FORBIDDEN', error: 'not in room' } }],
    tooFast: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2000 } },
  },
  pushover: {
    path: '/1/messages.json',
    more: params('token=azGDORePK8gMaC0QOYAMyEEuzJnyUi', 'user=uQiRzpo4DXghDmr9QzzfQu27cmVRsG'),
    form: true,
    judge(body) {
      keys(body, ['token', 'user', 'title', 'message', 'priority', 'url']);
      text(body.title, 250);
      text(body.message, 1024);
      text(body.url, 512, 0);
      assert.match(String(body.priority), /^(?:-2|-1|0|1)$/);
    },
    yes: { status: 200, body: { status: 1, request: 'x' } },
    no: [
      { status: 200, body: { status: 0, errors: ['user key is invalid'] } },
      { status: 400, body: { status: 0 } },
    ],
    tooFast: busy,
  },
  twilio: {
    path: '/2010-04-01/Accounts/AC0/Messages.json',
    more: { username: 'SK0', password: 'secret', ...params('from=+4915112345678', 'to=+4915187654321') },
    form: true,
    judge(body) {
      keys(body, ['From', 'To', 'Body']);
      text(body.Body, 1600);
      assert.doesNotMatch(String(body.Body), /\n/);
    },
    yes: { status: 201, body: { sid: 'SM0', status: 'queued', error_code: null } },
    no: [{ status: 400, body: { code: 21_211, message: "Invalid 'To' Phone Number" } }],
    tooFast: busy,
    isShort: true,
  },
  sms: {
    path: '/send',
    more: params('to=+4915187654321'),
    judge(body) {
      keys(body, ['to', 'text']);
      text(body.text, 1600);
    },
    yes: { status: 200, body: {} },
    no: [
      { status: 200, body: { success: false } },
      { status: 200, body: { status: 'error' } },
    ],
    tooFast: busy,
    isShort: true,
  },
  dingtalk: {
    path: '/robot/send?access_token=x',
    judge(body, seen) {
      keys(body, ['msgtype', 'text', 'at']);
      assert.deepEqual(body.at, { isAtAll: false });
      assert.match(String(at(body, 'text', 'content')), /DecoyVerse/, 'the keyword of the robot');
      assert.ok(Buffer.byteLength(seen.body) <= 20_000, 'a message has at most 20,000 bytes');
    },
    yes: { status: 200, body: { errcode: 0, errmsg: 'ok' } },
    no: [{ status: 200, body: { errcode: 310_000, errmsg: 'keywords not in content' } }],
    tooFast: { status: 200, body: { errcode: 130_101, errmsg: 'send too fast' } },
  },
  feishu: {
    path: '/open-apis/bot/v2/hook/x',
    judge(body, seen) {
      keys(body, ['msg_type', 'content']);
      assert.doesNotMatch(String(at(body, 'content', 'text')), /[<>]/);
      assert.ok(Buffer.byteLength(seen.body) <= 20_000, 'a request has at most 20 KB');
    },
    yes: { status: 200, body: { code: 0, msg: 'success' } },
    no: [
      { status: 200, body: { code: 19_001, msg: 'param invalid: incoming webhook access token invalid' } },
    ],
    tooFast: { status: 200, body: { code: 11_232, msg: 'frequency limited' } },
    mentions: /<at\b/,
  },
  wecom: {
    path: '/cgi-bin/webhook/send?key=x',
    judge(body) {
      keys(body, ['msgtype', 'text']);
      const content = at(body, 'text', 'content');
      text(content, 2048);
      const bytes = Buffer.byteLength(String(content));
      assert.ok(bytes <= 2048, `${bytes} bytes`);
    },
    yes: { status: 200, body: { errcode: 0, errmsg: 'ok' } },
    no: [{ status: 200, body: { errcode: 93_000, errmsg: 'invalid webhook url' } }],
    tooFast: { status: 200, body: { errcode: 45_009, errmsg: 'api freq out of limit' } },
  },
  jira: {
    path: '/rest/api/3/issue',
    more: { username: 'a@example.com', password: 'token', ...params('project=SEC', 'issuetype=Task') },
    judge(body) {
      keys(body, ['fields']);
      const fields = body.fields as Body;
      keys(fields, ['project', 'issuetype', 'summary', 'description', 'labels']);
      text(fields.summary, 255);
      assert.doesNotMatch(String(fields.summary), /\n/, 'a summary is one line');
      assert.equal(at(fields, 'description', 'type'), 'doc');
      assert.equal(at(fields, 'description', 'version'), 1);
      text(at(fields, 'description', 'content', 0, 'content', 0, 'text'), 32_767);
    },
    yes: { status: 201, body: { id: '1', key: 'SEC-1' } },
    no: [{ status: 400, body: { errors: { project: 'is required' } } }],
    tooFast: busy,
  },
  servicenow: {
    path: '/api/now/table/incident',
    more: { username: 'a', password: 'b' },
    judge(body) {
      keys(body, ['short_description', 'description', 'urgency', 'impact', 'correlation_id']);
      text(body.short_description, 160);
      text(body.description, 4000);
      text(body.correlation_id, 100);
      assert.match(`${String(body.urgency)}${String(body.impact)}`, /^[123]{2}$/);
    },
    yes: { status: 201, body: { result: { sys_id: 'x' } } },
    no: [
      { status: 401, body: { error: { message: 'User Not Authenticated' } } },
      { status: 200, body: { error: { message: 'Transaction cancelled' }, status: 'failure' } },
    ],
    tooFast: busy,
  },
  thehive: {
    path: '/api/v1/alert',
    more: { headers: ['Authorization: Bearer secret'] },
    judge(body) {
      keys(body, ['type', 'source', 'sourceRef', 'title', 'description', 'tags']);
      text(body.title, 512);
      text(body.sourceRef, 128);
      text(body.description, 1_048_576);
      for (const tag of body.tags as string[]) text(tag, 128);
    },
    yes: { status: 201, body: { _id: '~1' } },
    no: [{ status: 400, body: { type: 'CreateError', message: 'already exist' } }],
    tooFast: busy,
  },
  zulip: {
    path: '/api/v1/messages',
    more: { username: 'bot@example.com', password: 'key', ...params('to=security', 'topic=decoys') },
    form: true,
    judge(body) {
      keys(body, ['type', 'to', 'topic', 'content']);
      text(body.topic, 60);
      text(body.content, 10_000);
    },
    yes: { status: 200, body: { result: 'success', id: 42 } },
    no: [{ status: 200, body: { result: 'error', code: 'BAD_REQUEST' } }],
    tooFast: busy,
    mentions: /@\*\*/,
  },
  signal: {
    path: '/v2/send',
    more: params('number=+4915112345678', 'recipient=+4915187654321'),
    judge(body) {
      keys(body, ['number', 'recipients', 'message']);
      assert.deepEqual(body.recipients, ['+4915187654321']);
      text(body.message, 8000);
    },
    yes: { status: 201, body: { timestamp: '1795485600000' } },
    no: [{ status: 400, body: { error: 'Unregistered user' } }],
    tooFast: busy,
  },
};

export const bodyOf = (seen: Seen): Body =>
  String(seen.headers['content-type']).startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(seen.body))
    : (JSON.parse(seen.body) as Body);

export const readersSee = (seen: Seen): string[] => textsIn(bodyOf(seen));
