/** JSON Schemas of messages: names, types, required members and limits as `kinds.ts` says where they are published. */

const string = { type: 'string' } as const;
const texts = { type: 'array', items: string } as const;

/** Members beside these are refused, since a receiver would ignore what we mean to say by them. */
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const attachmentField = (title: readonly string[]) =>
  closed({ title: string, value: string, short: { type: 'boolean' } }, title);

export const mattermostPost = closed({
  text: { type: 'string', maxLength: 16_383 },
  username: string,
  attachments: {
    type: 'array',
    items: closed({
      fallback: string,
      color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
      text: string,
      fields: { type: 'array', items: attachmentField([]) },
    }),
  },
});

export const rocketChatMessage = closed({
  text: { type: 'string', maxLength: 5000 },
  parseUrls: { type: 'boolean' },
  attachments: {
    type: 'array',
    items: closed({
      color: string,
      text: string,
      fields: { type: 'array', items: attachmentField(['title', 'value']) },
    }),
  },
});

export const googleChatText = closed({ text: { type: 'string', maxLength: 4096 } }, ['text']);

export const pagerDutyEvent = closed(
  {
    routing_key: string,
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { type: 'string', maxLength: 255 },
    client: string,
    client_url: { type: 'string', pattern: '^https?://' },
    links: { type: 'array', items: closed({ href: string, text: string }, ['href']) },
    payload: closed(
      {
        summary: { type: 'string', maxLength: 1024 },
        timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d' },
        severity: { enum: ['critical', 'warning', 'error', 'info'] },
        source: string,
        component: string,
        group: string,
        class: string,
        custom_details: { type: 'object' },
      },
      ['summary', 'severity', 'source'],
    ),
  },
  ['routing_key', 'event_action'],
);

/** The limits are those of docs.opsgenie.com. */
export const opsgenieAlert = closed(
  {
    message: { type: 'string', maxLength: 130 },
    alias: { type: 'string', maxLength: 512 },
    description: { type: 'string', maxLength: 15_000 },
    tags: { type: 'array', items: { type: 'string', maxLength: 50 }, maxItems: 20 },
    details: { type: 'object', additionalProperties: string },
    entity: { type: 'string', maxLength: 512 },
    source: { type: 'string', maxLength: 100 },
    priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] },
    user: string,
    note: string,
  },
  ['message'],
);

export const gotifyMessage = closed(
  {
    title: string,
    message: { type: 'string', minLength: 1 },
    priority: { type: 'integer' },
    extras: { type: 'object', additionalProperties: { type: 'object' } },
  },
  ['message'],
);

/** The content of the event. */
export const matrixText = closed(
  { msgtype: { enum: ['m.text'] }, body: string, 'm.relates_to': { type: 'object' } },
  ['msgtype', 'body'],
);

export const twilioMessage = closed(
  {
    To: { type: 'string', pattern: '^\\+[1-9]\\d{1,14}$' },
    From: { type: 'string', pattern: '^\\+[1-9]\\d{1,14}$' },
    Body: { type: 'string', minLength: 1, maxLength: 1600 },
  },
  ['To', 'From', 'Body'],
);

const text = closed({ type: { enum: ['text'] }, text: { type: 'string', minLength: 1 } }, ['type', 'text']);
const codeBlock = closed(
  { type: { enum: ['codeBlock'] }, attrs: { type: 'object' }, content: { type: 'array', items: text } },
  ['type'],
);

export const codeBlockIssue = closed(
  {
    fields: closed(
      {
        project: closed({ key: string }, ['key']),
        issuetype: closed({ name: string }, ['name']),
        summary: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^\\n\\r]*$' },
        description: closed(
          { type: { enum: ['doc'] }, version: { enum: [1] }, content: { type: 'array', items: codeBlock } },
          ['type', 'version', 'content'],
        ),
        labels: { type: 'array', items: { type: 'string', pattern: '^\\S+$' } },
      },
      ['project', 'issuetype', 'summary'],
    ),
  },
  ['fields'],
);

export const theHiveAlert = closed(
  { type: string, source: string, sourceRef: string, title: string, description: string, tags: texts },
  ['type', 'source', 'sourceRef', 'title', 'description'],
);

/** A form. */
export const zulipMessage = closed(
  {
    type: { enum: ['direct', 'channel', 'stream', 'private'] },
    to: string,
    topic: { type: 'string', maxLength: 60 },
    content: { type: 'string', maxLength: 10_000 },
  },
  ['type', 'to', 'content'],
);

export const signalMessage = closed(
  { number: string, recipients: { ...texts, minItems: 1 }, message: string },
  ['number', 'recipients', 'message'],
);
