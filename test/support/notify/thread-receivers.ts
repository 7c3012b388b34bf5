/** Receivers in which messages follow each other: each keeps what stands in it, and refuses what names something else. */
import assert from 'node:assert/strict';
import { checkRocketChat } from './chat-doubles.ts';
import { keys } from './double-checks.ts';
import type { Seen } from './receiver.ts';

/** How a message came to stand where it does. */
export type Placed = 'new' | 'thread' | 'edit';

/** One receiver with all its messages. `id` is what it answered to the first of a thread. */
export interface ThreadReceiver {
  channel: string;
  settings(url: string): { [name: string]: unknown };
  /** What the receiver does with a request: what it answers, and how the message is placed. */
  take(seen: Seen, world: World): { status: number; body: unknown; placed?: Placed };
  /** How `acknowledged` is placed; else in the thread. */
  acknowledged?: Placed;
  /** How `worse` is placed; else in the thread. */
  worse?: Placed;
  /** A deleted first message: does the receiver refuse what follows it? */
  losesFirst?: true;
}

export interface World {
  /** Ids of first messages that stand. */
  firsts: Set<string>;
  next(): string;
}

const json = (seen: Seen): Record<string, unknown> => JSON.parse(seen.body) as Record<string, unknown>;
const path = (seen: Seen): string => seen.url.split('?')[0] ?? '';
const query = (seen: Seen): URLSearchParams => new URL(seen.url, 'http://x').searchParams;

const telegram: ThreadReceiver = {
  channel: 'telegram',
  settings: (url) => ({ url, token: '123456789:AAtelegramSecretTokenValue-0123456', chat_id: '-100123' }),
  take(seen, world) {
    const reply = json(seen).reply_parameters as
      | { message_id: number; allow_sending_without_reply: boolean }
      | undefined;
    if (reply) {
      assert.equal(typeof reply.message_id, 'number');
      assert.equal(reply.allow_sending_without_reply, true, 'a deleted message would lose the one behind it');
    }
    const follows = reply !== undefined && world.firsts.has(String(reply.message_id));
    const message_id = Number(world.next());
    return {
      status: 200,
      body: { ok: true, result: { message_id } },
      placed: follows ? 'thread' : 'new',
    };
  },
};

const slack: ThreadReceiver = {
  channel: 'slack',
  settings: (url) => ({ api_url: `${url}/api`, token: 'xoxb-1234567890-secret', channel_id: 'C0123456789' }),
  take(seen, world) {
    assert.equal(path(seen), '/api/chat.postMessage');
    assert.equal(seen.headers.authorization, 'Bearer xoxb-1234567890-secret');
    const body = json(seen);
    if (body.channel !== 'C0123456789')
      return { status: 200, body: { ok: false, error: 'channel_not_found' } };
    // https://docs.slack.dev/reference/methods/chat.postMessage: a text, never a number.
    if (body.thread_ts !== undefined) {
      assert.match(String(body.thread_ts), /^\d+\.\d{6}$/);
      assert.equal(typeof body.thread_ts, 'string');
    }
    const follows = world.firsts.has(String(body.thread_ts));
    return {
      status: 200,
      body: { ok: true, channel: body.channel, ts: `17954856${world.next().padStart(2, '0')}.000100` },
      placed: follows ? 'thread' : 'new',
    };
  },
};

const mattermost: ThreadReceiver = {
  channel: 'mattermost',
  settings: (url) => ({
    url: `${url}/team`,
    token: 'abcdefghijklmnopqrstuvwxyz',
    channel_id: 'zyxwvutsrqponmlkjihgfedcba',
  }),
  losesFirst: true,
  take(seen, world) {
    assert.equal(path(seen), '/team/api/v4/posts');
    assert.equal(seen.headers.authorization, 'Bearer abcdefghijklmnopqrstuvwxyz');
    const body = json(seen);
    keys(body, ['channel_id', 'message', 'props', 'root_id']);
    if (body.root_id !== undefined && !world.firsts.has(String(body.root_id)))
      return {
        status: 400,
        body: { id: 'api.post.create_post.root_id.app_error', message: 'Invalid RootId', status_code: 400 },
      };
    return {
      status: 201,
      body: { id: `post${world.next()}`, channel_id: body.channel_id },
      placed: body.root_id === undefined ? 'new' : 'thread',
    };
  },
};

const rocketChat: ThreadReceiver = {
  channel: 'rocket-chat',
  settings: (url) => ({
    url,
    token: 'rocketTokenOfTwentyAndMore',
    user_id: 'aobEdbYhXfu5hkeqG',
    room: '#alerts',
  }),
  losesFirst: true,
  take(seen, world) {
    assert.equal(path(seen), '/api/v1/chat.postMessage');
    assert.equal(seen.headers['x-auth-token'], 'rocketTokenOfTwentyAndMore');
    assert.equal(seen.headers['x-user-id'], 'aobEdbYhXfu5hkeqG');
    const body = json(seen);
    checkRocketChat(body as unknown as Parameters<typeof checkRocketChat>[0], ['channel', 'tmid']);
    if (body.tmid !== undefined && !world.firsts.has(String(body.tmid)))
      return { status: 400, body: { success: false, error: 'error-invalid-message' } };
    return {
      status: 200,
      body: { success: true, message: { _id: `m${world.next()}` } },
      placed: body.tmid === undefined ? 'new' : 'thread',
    };
  },
};

/** https://docs.discord.com/developers/resources/webhook: a text channel takes no `thread_name`, a forum needs one. */
const discord = (isForum: boolean): ThreadReceiver => ({
  channel: 'discord',
  settings: (url) => ({ url: `${url}/api/webhooks/112233/secret-token`, forum: isForum }),
  losesFirst: true,
  ...(isForum ? {} : { worse: 'new', acknowledged: 'edit' }),
  take(seen, world) {
    const unknown = { status: 404, body: { message: 'Unknown', code: isForum ? 10_003 : 10_008 } };
    const body = json(seen);
    const thread = query(seen).get('thread_id');
    if (seen.method === 'PATCH') {
      const [, id = ''] = /^\/api\/webhooks\/112233\/secret-token\/messages\/(\w+)$/.exec(path(seen)) ?? [];
      if (!world.firsts.has(id)) return unknown;
      assert.equal(body.thread_name, undefined);
      return { status: 200, body: { id, channel_id: 'text' }, placed: 'edit' };
    }
    assert.equal(path(seen), '/api/webhooks/112233/secret-token');
    assert.equal(query(seen).get('wait'), 'true');
    if (!isForum && (body.thread_name !== undefined || thread !== null)) return { status: 400, body: {} };
    if (isForum && thread !== null && !world.firsts.has(thread)) return unknown;
    if (isForum && thread === null) {
      const name = String(body.thread_name ?? '');
      if (name.length < 1 || name.length > 100) return { status: 400, body: { code: 220_001 } };
    }
    const id = `d${world.next()}`;
    return {
      status: 200,
      body: { id, channel_id: isForum ? (thread ?? id) : 'text' },
      placed: isForum && thread !== null ? 'thread' : 'new',
    };
  },
});

const googleChat: ThreadReceiver = {
  channel: 'google-chat',
  settings: (url) => ({ url: `${url}/v1/spaces/AAAA/messages?key=k&token=t` }),
  take(seen, world) {
    assert.equal(query(seen).get('messageReplyOption'), 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    const { threadKey } = json(seen).thread as { threadKey: string };
    const follows = world.firsts.has(threadKey);
    world.firsts.add(threadKey);
    return {
      status: 200,
      body: { name: `spaces/AAAA/messages/${world.next()}` },
      placed: follows ? 'thread' : 'new',
    };
  },
};

const ntfy: ThreadReceiver = {
  channel: 'ntfy',
  settings: (url) => ({ url, topic: 'topic-q7w8e9r0' }),
  worse: 'new',
  acknowledged: 'edit',
  take(seen, world) {
    const { sequence_id } = json(seen);
    const replaces = sequence_id !== undefined && world.firsts.has(String(sequence_id));
    return {
      status: 200,
      body: { id: `n${world.next()}`, event: 'message' },
      placed: replaces ? 'edit' : 'new',
    };
  },
};

/** https://spec.matrix.org/latest/client-server-api/#threading */
const matrix: ThreadReceiver = {
  channel: 'custom',
  settings: (url) => ({
    service: 'matrix',
    url: `${url}/_matrix/client/v3/rooms/!a:example.org/send/m.room.message`,
    headers: ['Authorization: Bearer syt_secret'],
  }),
  take(seen, world) {
    assert.match(path(seen), /\/send\/m\.room\.message\/msg_\w+$/);
    const relation = json(seen)['m.relates_to'] as Record<string, unknown> | undefined;
    if (relation) {
      assert.equal(relation.rel_type, 'm.thread');
      assert.deepEqual(relation['m.in_reply_to'], { event_id: relation.event_id });
    }
    const follows = world.firsts.has(String(relation?.event_id));
    return { status: 200, body: { event_id: `$e${world.next()}` }, placed: follows ? 'thread' : 'new' };
  },
};

/** A system of tickets: what follows is another request to the first one's own address. */
const tickets = (
  service: string,
  {
    url: base,
    behind,
    method,
    answer,
    more = {},
  }: {
    url: string;
    behind: (id: string) => string;
    method: string;
    answer: (id: string) => object;
    more?: object;
  },
): ThreadReceiver => ({
  channel: 'custom',
  settings: (url) => ({ service, url: `${url}${base}`, ...more }),
  losesFirst: true,
  take(seen, world) {
    if (path(seen) === base) return { status: 201, body: answer(`T-${world.next()}`), placed: 'new' };
    const first = [...world.firsts].find((id) => path(seen) === `${base}${behind(id)}`);
    if (first === undefined) return { status: 404, body: {} };
    assert.equal(seen.method, method);
    return { status: 201, body: { id: world.next() }, placed: 'thread' };
  },
});

export const threadReceivers: Readonly<Record<string, ThreadReceiver>> = {
  telegram,
  'slack bot': slack,
  'mattermost bot': mattermost,
  'rocket.chat user': rocketChat,
  'discord text channel': discord(false),
  'discord forum': discord(true),
  'google chat': googleChat,
  ntfy,
  matrix,
  jira: tickets('jira', {
    url: '/rest/api/3/issue',
    behind: (id) => `/${id}/comment`,
    method: 'POST',
    answer: (key) => ({ id: '10000', key }),
    more: { username: 'a@example.com', password: 'token', params: ['project=SEC', 'issuetype=Task'] },
  }),
  servicenow: tickets('servicenow', {
    url: '/api/now/table/incident',
    behind: (id) => `/${id}`,
    method: 'PATCH',
    answer: (sys_id) => ({ result: { sys_id, number: 'INC001' } }),
    more: { username: 'a', password: 'b' },
  }),
  thehive: tickets('thehive', {
    url: '/api/v1/alert',
    behind: (id) => `/${id}/comment`,
    method: 'POST',
    answer: (_id) => ({ _id, status: 'New' }),
  }),
};
