/**
 * What each kind of receiver publishes of the form of its messages, and how messages are held against it:
 * `types`: the package's TypeScript types, by the compiler; `schema`: a JSON Schema by ajv, written down here from the
 * description that `source` names, with its names, types, required members and limits, since no package carries it;
 * `none`: no machine-readable form is published, and the double in `doubles.ts` or `service-doubles.ts` checks the
 * documented limits, or a real server reads it (test/notify/channels).
 */
import type { AnySchema } from 'ajv';
import {
  codeBlockIssue,
  googleChatText,
  gotifyMessage,
  matrixText,
  mattermostPost,
  opsgenieAlert,
  pagerDutyEvent,
  rocketChatMessage,
  signalMessage,
  theHiveAlert,
  twilioMessage,
  zulipMessage,
} from './schemas.ts';

export type Published =
  | {
      by: 'types';
      /** Of a module of package.json. */
      source: string;
      module: string;
      type: string;
      /** The part of the body that the type describes; absent = all of it. */
      part?(body: Record<string, unknown>): unknown;
    }
  | { by: 'schema'; source: string; schema: AnySchema }
  | { by: 'none'; source: string };

const card = (body: Record<string, unknown>): unknown =>
  (body.attachments as { content: { $schema: string } }[]).map(
    ({ content: { $schema: _, ...rest } }) => rest,
  );

export const publishedOfChannels: Readonly<Record<string, Published>> = {
  webhook: { by: 'none', source: 'our own form, docs/contract.md; signed as Standard Webhooks says' },
  email: { by: 'none', source: 'RFC 5322, read by a real mail server and parser' },
  slack: {
    by: 'types',
    source: '@slack/types',
    module: '@slack/types',
    type: 'KnownBlock[]',
    part: ({ blocks }) => blocks,
  },
  mattermost: {
    by: 'schema',
    source: '@mattermost/types 11.9.0, MessageAttachment',
    schema: mattermostPost,
  },
  'rocket-chat': {
    by: 'schema',
    source: '@rocket.chat/core-typings 8.8.1, MessageAttachmentDefault',
    schema: rocketChatMessage,
  },
  'google-chat': {
    by: 'types',
    source: '@googleapis/chat, made of the service’s discovery document',
    module: '@googleapis/chat',
    type: 'chat_v1.Schema$Message',
  },
  teams: {
    by: 'types',
    source: '@microsoft/teams.cards, Adaptive Cards as Teams takes them',
    module: '@microsoft/teams.cards',
    type: 'IAdaptiveCard[]',
    part: card,
  },
  discord: {
    by: 'types',
    source: 'discord-api-types, version 10 of the API',
    module: 'discord-api-types/v10',
    type: 'RESTPostAPIWebhookWithTokenJSONBody',
  },
  telegram: {
    by: 'types',
    source: '@grammyjs/types, made of the Bot API',
    module: '@grammyjs/types',
    type: "Parameters<ApiMethods<unknown>['sendMessage']>[0]",
  },
  pagerduty: {
    by: 'schema',
    source: 'PagerDuty/api-schema, reference/events-v2/openapiv3.json',
    schema: pagerDutyEvent,
  },
  opsgenie: {
    by: 'schema',
    source: 'opsgenie/opsgenie-oas, definitions/alert.yaml, CreateAlertPayload',
    schema: opsgenieAlert,
  },
  ntfy: { by: 'none', source: 'a table in docs.ntfy.sh/publish' },
  gotify: { by: 'schema', source: 'gotify/server, docs/spec.json, Message', schema: gotifyMessage },
  'web-push': {
    by: 'none',
    source: 'our own form; RFC 8030, 8188, 8291 and 8292, opened by a double with node:crypto',
  },
  syslog: { by: 'none', source: 'RFC 5424 and CEF, read by a real parser' },
  'splunk-hec': { by: 'none', source: 'a table in the documentation of the HTTP Event Collector' },
  elasticsearch: { by: 'none', source: 'any JSON document with @timestamp' },
  mqtt: { by: 'none', source: 'our own form, taken by a real broker' },
};

export const publishedOfServices: Readonly<Record<string, Published>> = {
  'google-chat': {
    by: 'schema',
    source: '@googleapis/chat 51.0.0, Schema$Message, with the limit of its documentation',
    schema: googleChatText,
  },
  mattermost: { by: 'schema', source: '@mattermost/types 11.9.0', schema: mattermostPost },
  'rocket-chat': { by: 'schema', source: '@rocket.chat/core-typings 8.8.1', schema: rocketChatMessage },
  matrix: {
    by: 'schema',
    source: 'matrix-org/matrix-spec, data/event-schemas/schema/m.room.message$m.text.yaml',
    schema: matrixText,
  },
  pushover: { by: 'none', source: 'tables in pushover.net/api' },
  twilio: {
    by: 'schema',
    source: 'twilio/twilio-oai, spec/json/twilio_api_v2010.json, CreateMessageRequest',
    schema: twilioMessage,
  },
  sms: { by: 'none', source: 'gateways differ; the form is that of docs/channels.md' },
  dingtalk: { by: 'none', source: 'tables in open.dingtalk.com' },
  feishu: { by: 'none', source: 'tables in open.feishu.cn' },
  wecom: { by: 'none', source: 'tables in developer.work.weixin.qq.com' },
  jira: {
    by: 'schema',
    source: '@atlaskit/adf-schema 57.7.22, json-schema/v1/full.json, for the description',
    schema: codeBlockIssue,
  },
  servicenow: { by: 'none', source: 'columns of the table incident, of each instance' },
  thehive: { by: 'schema', source: 'thehive4py, InputAlert', schema: theHiveAlert },
  zulip: {
    by: 'schema',
    source: 'zulip/zulip, zerver/openapi/zulip.yaml, send-message',
    schema: zulipMessage,
  },
  signal: {
    by: 'schema',
    source: 'bbernhard/signal-cli-rest-api, src/docs/swagger.json, api.SendMessageV2',
    schema: signalMessage,
  },
};
