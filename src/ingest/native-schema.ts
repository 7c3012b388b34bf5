/**
 * The two native events (contract §1) as JSON Schema: the validator and the OpenAPI document use these same
 * objects, so what is documented is what is checked.
 */
import { countText } from '../core/count-text.ts';
import { eventKinds } from '../core/event.ts';
import { mostRaw } from '../core/raw-record.ts';
import { timestampPattern } from './timestamp.ts';

export interface TextSchema {
  type: 'string' | readonly ['string', 'null'];
  description: string;
  minLength?: number;
  /** In characters (code points), as JSON Schema counts. Longer ones are refused. */
  maxLength?: number;
  /** Longer ones are kept to this many characters, and `extra` says their length and hash. */
  'x-kept-length'?: number;
  pattern?: string;
  default?: string;
}
export interface ObjectSchema {
  type: readonly ['object', 'null'];
  description: string;
  additionalProperties: true;
}
/** A type alias, not an interface: so it is also any JSON Schema (an object with an index signature). */
export type EventSchema = {
  type: 'object';
  title: string;
  description: string;
  required: readonly string[];
  properties: { readonly [name: string]: TextSchema | ObjectSchema };
  additionalProperties: true;
  examples: readonly { readonly [name: string]: unknown }[];
};

const timestamp: TextSchema = {
  type: 'string',
  description: 'ISO 8601; without a zone it is UTC.',
  maxLength: 64,
  pattern: timestampPattern,
};
const extra: ObjectSchema = {
  type: ['object', 'null'],
  description:
    'Anything else the sensor knows: session, username, password, … At most 32 levels deep. Above 65,536 characters of JSON, long strings are truncated and `cut_from_length` is the original length. Unknown top-level keys are kept here too.',
  additionalProperties: true,
};
const nodeId: TextSchema = {
  type: ['string', 'null'],
  description: "The node's id, unless it is in a header or the query; must match the key.",
  maxLength: 64,
};
const eventId: TextSchema = {
  type: ['string', 'null'],
  description: "The sender's own id for this event: sending it again with the same id changes nothing.",
  minLength: 1,
  maxLength: 128,
};
const keptTo = (kept: number): string =>
  `Kept to ${countText(kept)} characters; \`extra\` has the length and the SHA-256 of a longer one.`;
const text = (description: string, kept: number, minLength = 1): TextSchema => ({
  type: 'string',
  description: `${description} ${keptTo(kept)}`,
  minLength,
  'x-kept-length': kept,
});

const HoneypotLog: EventSchema = {
  type: 'object',
  title: 'HoneypotLog',
  description: `What a decoy service saw. A key \`kind\` (${eventKinds.join(', ')}) states the kind; without it, the kind is derived from service, activity and payload.`,
  required: ['timestamp', 'service', 'source_ip', 'activity'],
  properties: {
    timestamp,
    service: text('The decoy service: ssh, http, mysql, …', 50),
    source_ip: {
      type: 'string',
      description:
        'The address that the event came from, however it is written: it is stored in its canonical form, with a port beside it as `extra.source_port`. If there is no address, a host name is accepted.',
      minLength: 1,
      maxLength: 300,
    },
    activity: text('What happened, in a few words.', 100, 0),
    payload: {
      type: 'string',
      description: `What was sent: a request, a command, a query, bytes as text. All of it is judged. ${keptTo(10_000)} \`extra.payload_rest\` has the relevant parts beyond that.`,
      'x-kept-length': 10_000,
      default: '',
    },
    extra,
    raw: {
      type: ['string', 'null'],
      description: `The record as the sensor wrote it, if another program read it: stored with the event (\`GET /api/events/{id}/raw\`). ${keptTo(mostRaw + 1)}`,
      'x-kept-length': mostRaw + 1,
    },
    node_id: nodeId,
    event_id: eventId,
  },
  additionalProperties: true,
  examples: [
    {
      timestamp: '2026-08-21T10:15:30.123Z',
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'login failed',
      payload: 'root:123456',
      extra: { username: 'root', password: '123456', session: '9f1c0a7be2d4' },
    },
    {
      timestamp: '2026-08-21T10:16:02.000Z',
      service: 'http',
      source_ip: '203.0.113.9',
      activity: 'http request',
      payload: 'GET /products?id=1%27%20OR%20%271%27=%271 HTTP/1.1\r\nHost: shop.example\r\n\r\n',
    },
  ],
};

const AgentEvent: EventSchema = {
  type: 'object',
  title: 'AgentEvent',
  description: 'What an endpoint agent saw happen to a decoy file.',
  required: [
    'timestamp',
    'hostname',
    'username',
    'file_accessed',
    'file_path',
    'action',
    'severity',
    'alert_type',
  ],
  properties: {
    timestamp,
    hostname: text('The machine the decoy is on.', 255),
    username: text('Who touched it.', 100, 0),
    file_accessed: text("The decoy's file name.", 255),
    file_path: text('The full path of the decoy.', 4096, 0),
    action: text('ACCESSED, MODIFIED, COPIED, DELETED, …', 50, 0),
    severity: text("The agent's own rating: CRITICAL, HIGH, MEDIUM or LOW.", 20, 0),
    alert_type: text("The agent's name for it.", 100, 0),
    extra,
    node_id: nodeId,
    event_id: eventId,
  },
  additionalProperties: true,
  examples: [
    {
      timestamp: '2026-02-04T00:04:29.123456',
      hostname: 'fin-laptop-07',
      username: 'j.doe',
      file_accessed: 'passwords.xlsx',
      file_path: 'C:\\Users\\j.doe\\Documents\\passwords.xlsx',
      action: 'ACCESSED',
      severity: 'CRITICAL',
      alert_type: 'decoy_access',
      process_name: 'explorer.exe',
      pid: 4711,
    },
  ],
};

export const nativeSchemas = { HoneypotLog, AgentEvent } as const;
