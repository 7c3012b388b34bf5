import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Notice } from '../../src/core/channel.ts';
import { AppError } from '../../src/core/errors.ts';
import { parseSettings } from '../../src/core/settings.ts';
import { custom, toCustomBody } from '../../src/notify/channels/custom.ts';
import { toContent } from '../../src/notify/message/content.ts';
import { prepareNotice } from '../../src/notify/message/prepare.ts';
import { parseBody, renderBody } from '../../src/notify/template/body.ts';
import { fieldNames } from '../../src/notify/template/fields.ts';
import { longestResult, renderTemplate } from '../../src/notify/template/render.ts';
import { services } from '../../src/notify/template/services.ts';
import { type Fields, parseTemplate } from '../../src/notify/template/syntax.ts';
import { parseTemplates } from '../../src/notify/template/words.ts';
import { hostileNotice, hugeNotice, ordinary, unseen } from '../support/notify/notices.ts';
import { textsIn } from '../support/notify/rig.ts';

const fields: Fields = { title: 'a <b>', risk_score: 9, account: '', why: 'one\ntwo' };
const named = { name: 'body', isField: (name: string) => Object.hasOwn(fields, name) };
const fill = (source: string): string => renderTemplate(parseTemplate(source, named), fields, (text) => text);
const mistake = (source: string): string => {
  try {
    parseTemplate(source, named);
  } catch (error) {
    if (error instanceof AppError) return error.errors?.[0]?.message ?? '';
  }
  return 'none';
};

describe('the template language', () => {
  it('has fields, filters and conditions', () => {
    assert.equal(fill('{{title}}: {{ risk_score }}'), 'a <b>: 9');
    assert.equal(fill('{{ title | upper | cut 4 }}{{account | default "nobody"}}'), 'A…nobody');
    assert.equal(fill('{{why | oneline}}'), 'one two');
    assert.equal(fill('{{#if account}}yes{{else}}no{{/if}}'), 'no');
    assert.equal(fill('{{#if risk_score >= 8}}{{#if title == "a <b>"}}both{{/if}}{{/if}}'), 'both');
    assert.equal(fill('{{#if risk_score < 8}}low{{/if}} { } }} plain'), ' { } }} plain');
  });

  it('names what is wrong', () => {
    for (const [source, message] of [
      ['{{title', /not closed/],
      ['{{#if title}}', /not closed with/],
      ['{{/if}}', /without a condition/],
      ['{{else}}', /without a condition/],
      ['{{nothing}}', /no field of a message/],
      ['{{#if title ~ 1}}{{/if}}', /no condition/],
      ['{{title | eval}}', /no filter/],
      ['{{title | cut}}', /cut needs/],
      ['{{constructor}}', /no field of a message/],
      ['{{__proto__}}', /is no field/],
      ['x'.repeat(20_000), /at most/],
      ['{{title}}'.repeat(501), /more than 500/],
      ['{{#if title}}'.repeat(6) + '{{/if}}'.repeat(6), /nested/],
    ] as const)
      assert.match(mistake(source), message, source.slice(0, 40));
  });

  it('has an end, whatever it is given', () => {
    const huge = { ...fields, title: 'x'.repeat(1_000_000) };
    const nodes = parseTemplate('{{title}}'.repeat(400), named);
    assert.ok(renderTemplate(nodes, huge, (text) => text).length <= longestResult);
    for (const sample of ['{{', '{{#if a}}', '{{a | ', '{{ "', '}}', '{{#if title == "'])
      assert.notEqual(mistake(sample.repeat(1000)), undefined);
  });

  it('fills JSON in after it was read, so that no value leaves its text', () => {
    const body = parseBody(
      '{"a": "{{title}}", "n": 1, "list": ["{{why}}"], "__proto__": "x"}',
      'json',
      named,
    );
    const hostile = { ...fields, title: '","admin":true,"x":"', why: '\\"]}' };
    const sent = JSON.parse(renderBody(body, hostile, (text) => text)) as Record<string, unknown>;
    assert.deepEqual([sent.a, sent.list], [hostile.title, [hostile.why]]);
    assert.ok(Object.hasOwn(sent, '__proto__'));
    const form = parseBody('{"a": "{{title}}"}', 'form', named);
    assert.equal(
      renderBody(form, { ...fields, title: 'x&b=1' }, (text) => text),
      'a=x%26b%3D1',
    );
    for (const [source, type] of [
      ['{', 'json'],
      ['[]', 'form'],
      ['["'.repeat(50), 'json'],
      [JSON.stringify(Array.from({ length: 600 }, () => 1)), 'json'],
      ['['.repeat(20) + ']'.repeat(20), 'json'],
    ] as const)
      assert.throws(() => parseBody(source, type, named), AppError, source.slice(0, 20));
  });

  it('gives a channel its own words, inert as ours', () => {
    const templates = parseTemplates({ title: 'DECOY {{title}}', text: 'Who: {{who}}\n{{payload}}' });
    assert.ok(templates);
    const content = toContent(prepareNotice(hostileNotice, { channel: 'slack', templates }));
    assert.match(content.title, /^DECOY /);
    for (const line of [content.title, ...(content.text ?? [])]) {
      assert.ok(!unseen.test(line));
      assert.doesNotMatch(line, /:\/\/|evil\.example|[@＠][\p{L}\p{N}]/u);
    }
    assert.throws(() => parseTemplates({ title: '{{nothing}}' }), /title|field/);
    assert.throws(() => parseTemplates({ body: 'x' }), /unknown/);
    assert.equal(parseTemplates({ title: '' }), null);
    const digest: Notice = { ...ordinary, about: 'digest', occasion: 'digest', text: 'a digest' };
    assert.deepEqual(toContent(prepareNotice(digest, { channel: 'slack', templates })).text, ['a digest']);
  });
});

const given: Readonly<Record<string, string>> = {
  token: 'azGDORePK8gMaC0QOYAMyEEuzJnyUi',
  user: 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG',
  from: '+4915112345678',
  to: 'security',
  topic: 'decoys',
  project: 'SEC',
  issuetype: 'Task',
  number: '+4915112345678',
  recipient: '+4915187654321',
};
const settingsOf = (service: string) =>
  parseSettings(custom.fields, {
    service,
    url: 'https://hooks.example.com/x',
    params: (services[service]?.params ?? []).map((name) => `${name}=${given[name]}`),
  });

/** Limits that each service documents, in characters (or bytes where it says so). */
const limits: Readonly<Record<string, (body: Record<string, string>) => [string | undefined, number][]>> = {
  'google-chat': ({ text }) => [[text, 4096]],
  mattermost: ({ text }) => [[text, 16_383]],
  pushover: ({ title, message, url }) => [
    [title, 250],
    [message, 1024],
    [url, 512],
  ],
  twilio: ({ Body }) => [[Body, 1600]],
  sms: ({ text }) => [[text, 1600]],
  jira: ({ fields: issue }) => [[(issue as unknown as { summary: string }).summary, 255]],
  servicenow: ({ short_description, description }) => [
    [short_description, 160],
    [description, 4000],
  ],
  zulip: ({ content, topic }) => [
    [content, 10_000],
    [topic, 60],
  ],
  thehive: ({ title }) => [[title, 512]],
};

describe('the ready templates', () => {
  for (const [name, service] of Object.entries(services)) {
    const build = (notice: Notice): { sent: Record<string, string>; wire: string } => {
      const { body } = toCustomBody(notice, settingsOf(name), 'msg_0123456789abcdef01234567');
      const sent = service.type === 'form' ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
      return { sent: sent as Record<string, string>, wire: body };
    };

    it(`${name} says what happened`, () => {
      custom.check?.(settingsOf(name));
      const words = textsIn(build(prepareNotice(ordinary, { channel: 'custom' })).sent).join('\n');
      for (const part of [/45.{0,2}9.{0,2}148.{0,2}3/, /CRITICAL/, /ssh.{0,2}dmz.{0,2}1/])
        assert.match(words, part);
      assert.doesNotMatch(words, /Winter2026/);
    });

    it(`${name} makes hostile text inert`, () => {
      for (const text of textsIn(build(hostileNotice).sent)) {
        assert.ok(!unseen.test(text.replaceAll('\n', ' ')), JSON.stringify(text));
        const foreign = text.replace(/https:\/\/decoyverse\.example\.com\S*/g, '');
        assert.doesNotMatch(foreign, /:\/\/|evil\.example|[@＠][\p{L}\p{N}]/u, name);
        if (name === 'google-chat' || name === 'feishu') assert.doesNotMatch(text, /[<>]/);
      }
    });

    it(`${name} is bounded`, () => {
      for (const sample of ['x', '😀', '<&>"', 'a b.c@d', '*_`[]()']) {
        const { sent, wire } = build(hugeNotice(sample));
        assert.ok(Buffer.byteLength(wire) <= 20_000, `${wire.length} characters`);
        for (const [text, most] of limits[name]?.(sent) ?? [])
          assert.ok((text ?? '').length <= most, `${name}: ${text?.length} of ${most}`);
        if (name === 'wecom')
          assert.ok(
            Buffer.byteLength((sent.text as unknown as { content: string }).content) <= 2048,
            'bytes',
          );
      }
    });
  }

  it('name only fields that there are, and ask for what they need', () => {
    assert.ok(fieldNames.has('headline'));
    for (const [name, { params }] of Object.entries(services))
      if (params.length > 0)
        assert.throws(
          () => custom.check?.({ ...settingsOf(name), params: [] }),
          (error) => error instanceof AppError && error.errors?.[0]?.field === 'params',
          name,
        );
  });
});
