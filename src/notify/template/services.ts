/** Ready templates for services that take a request. Limits and forms are those that each service documents. */
import { markdownText, withoutAngles } from '../message/hostile-text.ts';
import type { BodyType } from './body.ts';
import type { Escape } from './render.ts';

export interface Service {
  title: string;
  /** Where its address comes from, and what else it needs. */
  help: string;
  /** Names of the parameters that its template uses. */
  params: readonly string[];
  method?: 'PUT';
  /** The message's id is the last part of the address: a repeat is the same message. */
  appendsId?: true;
  type: BodyType;
  body: object;
  escape?: Escape;
  /** What its answer says where it took the message; a 200 alone is none. */
  confirms?: {
    field: string;
    values: readonly unknown[] /** … and what says that it came too fast. */;
    tooFast?: readonly unknown[];
  };
  thread?: ServiceThread;
}

/** How a message follows the first one about its incident. */
export interface ServiceThread {
  /** Where the answer to the first one names it: members inside each other. */
  id: readonly string[];
  /** What is added to the body of those that follow; its texts may name {{thread}} as well. */
  add?: object;
  /** They are another request: to the address of the first one with this behind it. */
  path?: string;
  method?: 'POST' | 'PUT' | 'PATCH';
  body?: object;
}

const asIs: Escape = (text) => text;

const lines = (...all: string[]): string => all.join('\n');
/** Addresses stand outside of what is cut: half of one leads nowhere. */
const links = (most: number): string =>
  `{{#if link}}\n\nOpen: {{link | cut ${most}}}{{/if}}{{#if acknowledge}}\nAcknowledge: {{acknowledge | cut ${most}}}{{/if}}`;
/** All we say in at most about `most` characters; the attacker's bytes last. */
const said = (most: number, link = 1000): string =>
  `{{details | cut ${most}}}${links(link)}{{#if payload}}\n\nAttacker's input: "{{payload | cut ${Math.min(500, Math.ceil(most / 5))}}}"{{/if}}`;
const standard = `{{headline}}\n\n${said(8000)}`;
const markdown = lines(
  '**{{headline}}**',
  '',
  '{{#if where}}Where: {{where}}',
  'Who: {{who}}',
  '{{/if}}{{#if account}}Account: {{account}}',
  '{{/if}}When: {{when}}{{#if how_often}}, {{how_often}}{{/if}}',
  '{{#if why}}{{why}}',
  '{{/if}}{{#if advice}}What to do: {{advice}}{{/if}}',
);

export const services: Readonly<Record<string, Service>> = {
  'google-chat': {
    title: 'Google Chat',
    help: 'The address of an incoming webhook of a space (https://chat.googleapis.com/v1/spaces/…).',
    params: [],
    type: 'json',
    // At most 4,096 characters.
    body: { text: `{{headline | cut 300}}\n\n${said(1800, 600)}` },
    escape: withoutAngles,
  },
  mattermost: {
    title: 'Mattermost',
    help: 'The address of an incoming webhook (https://mattermost.example.com/hooks/…).',
    params: [],
    type: 'json',
    body: { text: `${markdown}${links(1000)}`, username: 'DecoyVerse' },
    escape: markdownText,
  },
  'rocket-chat': {
    title: 'Rocket.Chat',
    help: 'The address of an incoming integration (https://chat.example.com/hooks/…).',
    params: [],
    type: 'json',
    body: { text: '{{headline | cut 300}}', attachments: [{ text: said(1600, 600) }] },
    escape: markdownText,
    confirms: { field: 'success', values: [true] },
  },
  matrix: {
    title: 'Matrix',
    help: 'https://matrix.example.com/_matrix/client/v3/rooms/{room id}/send/m.room.message, with the header “Authorization: Bearer …”.',
    params: [],
    method: 'PUT',
    appendsId: true,
    type: 'json',
    body: { msgtype: 'm.text', body: standard },
    // Clients that know no threads show them as answers to the first message.
    thread: {
      id: ['event_id'],
      add: {
        'm.relates_to': {
          rel_type: 'm.thread',
          event_id: '{{thread}}',
          is_falling_back: true,
          'm.in_reply_to': { event_id: '{{thread}}' },
        },
      },
    },
  },
  pushover: {
    title: 'Pushover',
    help: 'https://api.pushover.net/1/messages.json; parameters token=… and user=….',
    params: ['token', 'user'],
    type: 'form',
    // A title has at most 250 characters, a message 1,024, an address 512.
    body: {
      token: '{{param.token}}',
      user: '{{param.user}}',
      title: '{{headline | cut 240}}',
      message: `{{details | cut 600}}{{#if acknowledge}}\n\nAcknowledge: {{acknowledge | cut 380}}{{/if}}`,
      priority: '{{#if risk_score >= 9}}1{{else}}0{{/if}}',
      url: '{{link | cut 500}}',
    },
    confirms: { field: 'status', values: [1] },
  },
  twilio: {
    title: 'Twilio',
    help: 'https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json, user name and password of an API key; parameters from=… and to=….',
    params: ['from', 'to'],
    type: 'form',
    body: {
      From: '{{param.from}}',
      To: '{{param.to}}',
      Body: '{{short | oneline | cut 300}} {{link | cut 200}}',
    },
  },
  sms: {
    title: 'Other SMS gateways',
    help: 'The address of a gateway that takes JSON with “to” and “text”; parameter to=…. Another form: service “custom”.',
    params: ['to'],
    type: 'json',
    body: { to: '{{param.to}}', text: '{{short | oneline | cut 300}} {{link | cut 200}}' },
  },
  dingtalk: {
    title: 'DingTalk',
    help: 'The address of a custom robot with the keyword “DecoyVerse”.',
    params: [],
    type: 'json',
    body: {
      msgtype: 'text',
      text: { content: `DecoyVerse {{headline | cut 300}}\n\n${said(4000)}` },
      at: { isAtAll: false },
    },
    confirms: { field: 'errcode', values: [0], tooFast: [130_101] },
  },
  feishu: {
    title: 'Feishu / Lark',
    help: 'The address of a custom bot (https://open.feishu.cn/open-apis/bot/v2/hook/…).',
    params: [],
    type: 'json',
    body: { msg_type: 'text', content: { text: standard } },
    escape: withoutAngles,
    confirms: { field: 'code', values: [0], tooFast: [9499, 11_232] },
  },
  wecom: {
    title: 'WeCom',
    help: 'The address of a group robot (https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…).',
    params: [],
    type: 'json',
    // At most 2,048 bytes: a character is up to three or four of them.
    body: {
      msgtype: 'text',
      text: { content: `{{headline | cut 100}}\n{{details | cut 260}}${links(260)}` },
    },
    confirms: { field: 'errcode', values: [0], tooFast: [45_009] },
  },
  jira: {
    title: 'Jira',
    help: 'https://example.atlassian.net/rest/api/3/issue, user name and API token; parameters project=SEC and issuetype=Task.',
    params: ['project', 'issuetype'],
    type: 'json',
    // A summary has at most 255 characters on one line.
    body: {
      fields: {
        project: { key: '{{param.project}}' },
        issuetype: { name: '{{param.issuetype}}' },
        summary: '{{headline | oneline | cut 250}}',
        description: {
          type: 'doc',
          version: 1,
          content: [{ type: 'codeBlock', content: [{ type: 'text', text: said(8000) }] }],
        },
        labels: ['decoyverse'],
      },
    },
    // What follows is a comment on the issue.
    thread: {
      id: ['key'],
      path: '/{{thread}}/comment',
      body: {
        body: {
          type: 'doc',
          version: 1,
          content: [{ type: 'codeBlock', content: [{ type: 'text', text: standard }] }],
        },
      },
    },
  },
  servicenow: {
    title: 'ServiceNow',
    help: 'https://example.service-now.com/api/now/table/incident, user name and password.',
    params: [],
    type: 'json',
    body: {
      short_description: '{{headline | oneline | cut 160}}',
      description: said(2400, 500),
      urgency: '{{#if risk_score >= 9}}1{{else}}{{#if risk_score >= 7}}2{{else}}3{{/if}}{{/if}}',
      impact: '{{#if risk_score >= 9}}1{{else}}2{{/if}}',
      correlation_id: '{{incident_id}}',
    },
    // What follows is a work note of the record.
    thread: {
      id: ['result', 'sys_id'],
      path: '/{{thread}}',
      method: 'PATCH',
      body: { work_notes: standard },
    },
  },
  thehive: {
    title: 'TheHive',
    help: 'https://thehive.example.com/api/v1/alert, with the header “Authorization: Bearer …”.',
    params: [],
    type: 'json',
    body: {
      type: 'decoyverse',
      source: 'DecoyVerse',
      sourceRef: '{{delivery_id}}',
      title: '{{headline | oneline | cut 250}}',
      description: said(8000),
      tags: ['decoyverse', '{{attack_type | default "none"}}'],
    },
    escape: markdownText,
    // What follows is a comment on the alert.
    thread: {
      id: ['_id'],
      path: '/{{thread}}/comment',
      body: { message: standard },
    },
  },
  zulip: {
    title: 'Zulip',
    help: 'https://zulip.example.com/api/v1/messages, user name (the bot) and API key; parameters to=security and topic=decoys.',
    params: ['to', 'topic'],
    type: 'form',
    body: {
      type: 'stream',
      to: '{{param.to}}',
      topic: '{{param.topic | cut 60}}',
      content: `${markdown}${links(1000)}`,
    },
    escape: markdownText,
    confirms: { field: 'result', values: ['success'] },
  },
  signal: {
    title: 'Signal (REST gateway)',
    help: 'http://signal.example.com:8080/v2/send; parameters number=+49… and recipient=+49….',
    params: ['number', 'recipient'],
    type: 'json',
    body: {
      number: '{{param.number}}',
      recipients: ['{{param.recipient}}'],
      message: `{{headline | cut 300}}\n\n${said(1600, 500)}`,
    },
  },
};

export const serviceNames: readonly string[] = Object.keys(services);
export const escapeOf = (service: Pick<Service, 'escape'>): Escape => service.escape ?? asIs;
