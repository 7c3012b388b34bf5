/** Any service that takes an HTTP request: ready templates for many, and the tenant's own. */
import { createHash } from 'node:crypto';
import { type Channel, defineChannel, type Notice, SendError } from '../../core/channel.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { headerProblem } from '../egress/request.ts';
import { accepted, parseObject, refusalInJson } from '../egress/response.ts';
import { fitted } from '../message/hostile-text.ts';
import { type BodyTemplate, bodyMediaTypes, bodyTypes, parseBody, renderBody } from '../template/body.ts';
import { isField, toFields } from '../template/fields.ts';
import { escapeOf, serviceNames, services } from '../template/services.ts';
import { caField } from './fields.ts';

const fields = {
  service: {
    type: 'choice',
    label: 'Service',
    help: 'A ready template, or “custom” with a body of your own.',
    choices: [...serviceNames, 'custom'],
    required: true,
  },
  url: { type: 'url', label: 'Address', required: true, secret: true },
  params: {
    type: 'list',
    label: 'Parameters',
    help: 'One `name=value` each, as the service needs them; a template names them {{param.name}}.',
    secret: true,
    max: 20,
  },
  body: {
    type: 'text',
    label: 'Body',
    help: 'A template (docs/channels.md). JSON and forms: a JSON document whose texts are templates.',
    max: 16_000,
  },
  body_type: { type: 'choice', label: 'Body is', choices: bodyTypes, default: 'json' },
  method: { type: 'choice', label: 'Method', choices: ['POST', 'PUT'], default: 'POST' },
  username: { type: 'text', label: 'User name', max: 200, pattern: '^[^:\\p{C}]*$' },
  password: { type: 'text', label: 'Password or API token', secret: true, max: 500 },
  headers: {
    type: 'list',
    label: 'Additional headers',
    help: 'One `Name: value` each, at most ten.',
    secret: true,
    max: 10,
  },
  ca: caField,
} as const;

type Given = Settings<typeof fields>;

const split = (line: string, mark: string): [string, string] => {
  const at = line.indexOf(mark);
  return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
};
const paramsOf = ({ params = [] }: Given): Map<string, string> =>
  new Map(params.map((line) => split(line, '=')));

/** Throws `invalid_request`. */
function toBody(settings: Given, template?: object): BodyTemplate {
  const ready = services[settings.service];
  const params = paramsOf(settings);
  const known = (name: string): boolean =>
    isField(name) ||
    (template !== undefined && name === 'thread') ||
    (name.startsWith('param.') && params.has(name.slice('param.'.length)));
  return ready
    ? parseBody(JSON.stringify(template ?? ready.body), ready.type, { name: 'service', isField: known })
    : parseBody(settings.body ?? '', settings.body_type as BodyTemplate['type'], {
        name: 'body',
        isField: known,
      });
}

/** What is sent, without sending it. `thread`: the first message about the incident, to those that follow. Throws `invalid_request`. */
export function toCustomBody(
  notice: Notice,
  settings: Given,
  deliveryId: string,
  thread: string | null = null,
): { body: string; type: string } {
  const ready = services[settings.service];
  const following =
    thread === null ? undefined : (ready?.thread?.body ?? { ...ready?.body, ...ready?.thread?.add });
  const template = toBody(settings, following);
  const params = Object.fromEntries([...paramsOf(settings)].map(([name, value]) => [`param.${name}`, value]));
  const inertAs = escapeOf(ready ?? {});
  const body = fitted(19_000, (share) =>
    renderBody(
      template,
      { ...toFields(notice, deliveryId, share), ...params, thread: thread ?? '' },
      inertAs,
    ),
  );
  return { body, type: bodyMediaTypes[template.type] };
}

/** `path` goes behind the path of the service's address. */
function addressOf(url: string, path: string): string {
  if (path === '') return url;
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}${path}`;
  return address.href;
}

/** An id that the receiver answered, as `path` names it. */
function idIn(body: string, path: readonly string[]): string | null {
  let value: unknown = parseObject(body);
  for (const name of path)
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' && /^[!-~]{1,300}$/.test(value) ? value : null;
}

/** Ids hold for one address; the address itself may be a secret. */
const placeOf = ({ url }: Given): string => createHash('sha256').update(url).digest('hex').slice(0, 16);

export const custom: Channel<typeof fields> = defineChannel({
  name: 'custom',
  title: 'Other services',
  help: 'Google Chat, Mattermost, Rocket.Chat, Matrix, Pushover, SMS, Jira, ServiceNow, TheHive, Zulip, Signal and others.',
  fields,
  check(settings) {
    const errors: FieldError[] = [];
    const ready = services[settings.service];
    const params = paramsOf(settings);
    for (const name of ready?.params ?? [])
      if (!params.get(name)) errors.push({ field: 'params', message: `must have ${name}=…` });
    for (const [name] of params)
      if (!/^[a-z][a-z0-9_]{0,40}$/.test(name))
        errors.push({ field: 'params', message: 'must be name=value, the name in lower case' });
    if (ready && settings.body !== undefined)
      errors.push({ field: 'body', message: 'is for the service “custom”: others have their own' });
    if ((settings.username === undefined) !== (settings.password === undefined))
      errors.push({ field: 'password', message: 'must be set together with the user name' });
    for (const [index, line] of (settings.headers ?? []).entries()) {
      const [name, value] = split(line, ':');
      const problem = /^(?:content-type|user-agent)$/i.test(name)
        ? 'must not be set'
        : headerProblem(name, value);
      if (problem) errors.push({ field: `headers.${index}`, message: problem });
    }
    if (errors.length > 0) throw invalid(errors);
    toBody(settings);
  },
  keepsThreads: ({ service }) => services[service]?.thread !== undefined,
  async send(notice, settings, context) {
    const ready = services[settings.service];
    const rule = ready?.thread;
    const basic = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
    const post = (thread: string | null) => {
      const { body, type } = toCustomBody(notice, settings, context.delivery_id, thread);
      const behind = thread === null ? undefined : rule?.path;
      const path =
        behind !== undefined
          ? behind.replace('{{thread}}', encodeURIComponent(thread ?? ''))
          : ready?.appendsId
            ? `/${encodeURIComponent(context.delivery_id)}`
            : '';
      return context.request({
        url: addressOf(settings.url, path),
        method:
          (behind === undefined ? ready?.method : (rule?.method ?? 'POST')) ??
          (settings.method as 'POST' | 'PUT'),
        headers: {
          ...Object.fromEntries((settings.headers ?? []).map((line) => split(line, ':'))),
          'content-type': type,
          ...(settings.username === undefined ? {} : { authorization: `Basic ${basic}` }),
        },
        body,
        ca: settings.ca,
      });
    };
    const place = placeOf(settings);
    const thread = context.thread?.place === place ? (context.thread.id ?? null) : null;
    let answer = await post(thread);
    // What it followed was deleted.
    const isLost = thread !== null && answer.status === 404;
    if (isLost) answer = await post(null);
    const confirmsItself = ready?.confirms !== undefined;
    const taken = accepted(answer, context.nowMs, { refusal: confirmsItself ? undefined : refusalInJson });
    const confirms = ready?.confirms;
    const confirmed = confirms && parseObject(answer.body)?.[confirms.field];
    if (confirms && !confirms.values.includes(confirmed))
      throw new SendError('The receiver did not confirm the message.', {
        status: taken.status,
        answer: taken.answer,
        busy: confirms.tooFast?.includes(confirmed) ?? false,
      });
    const id = rule && (thread === null || isLost) ? idIn(answer.body, rule.id) : null;
    return id === null ? taken : { ...taken, thread: { place, id } };
  },
});
