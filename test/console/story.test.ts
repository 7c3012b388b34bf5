import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventView, IncidentDetailView } from '../../console/data/types.ts';
import { toBlock, toMarkdown, toSpan } from '../../console/pages/incidents/markdown.ts';
import { toStory } from '../../console/pages/incidents/story.ts';
import {
  contains,
  parseId,
  passage,
  toCredential,
  toCredentials,
  toId,
  toLines,
} from '../../console/pages/sessions/transcript.ts';
import { hostilePayloads } from '../support/console/events.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 7, 21, 10, 0, second)).toISOString();
const event = (second: number, change: Partial<EventView> = {}): EventView => ({
  log_id: `log-${second}`,
  event_id: null,
  kind: 'login.failed',
  collection: 'honeypot_logs',
  node_id: 'node-1',
  user_id: 'user-1',
  timestamp: at(second),
  received_at: at(second),
  place: null,
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login failed',
  payload: `root:${second}`,
  extra: null,
  session: 's',
  agent: null,
  state: 'done',
  verdict: null,
  alert_id: null,
  alert_created: false,
  suppressed_by: null,
  ...change,
});
const incident = (change: Partial<IncidentDetailView> = {}): IncidentDetailView => ({
  incident_id: 'inc-1',
  title: '203.0.113.9 is guessing passwords on ssh of dmz-1',
  status: 'open',
  assignee: null,
  attack_type: 'BruteForce',
  risk_score: 8,
  confidence: 0.9,
  is_anomaly: false,
  reasons: ['212 failed logins'],
  tactics: [],
  techniques: ['T1110.001', 'T9999'],
  related_decoy: null,
  source_ip: '203.0.113.9',
  service: 'ssh',
  node_id: 'node-1',
  first_seen: at(0),
  last_seen: at(9),
  event_count: 3,
  alert_count: 1,
  opened_at: at(4),
  snooze: null,
  asleep: false,
  human_verdict: null,
  protocol: null,
  vulnerability: null,
  merged_into: null,
  merged_count: 0,
  seen_by: [],
  unread: false,
  merged: [],
  key_steps: [],
  version: 1,
  alerts: [],
  events: [],
  timeline: [],
  ...change,
});
const entry = (second: number, kind: string, data: unknown) => ({
  id: `entry-${second}-${kind}`,
  at: at(second),
  by: 'ada@example.org',
  kind,
  data,
});

describe("an incident's story", () => {
  it('is in order of time, with runs of like events as one step', () => {
    const story = toStory(
      incident({
        events: [event(3, { kind: 'command.run' }), event(2), event(1), event(0)],
        timeline: [
          entry(7, 'comment', { text: 'mine' }),
          entry(6, 'changed', { to: { status: 'acknowledged', assignee: 'bob' } }),
          entry(8, 'blocked', { network: '203.0.113.9', expires_at: null }),
          entry(9, 'merged', { incident_id: 'inc-2', title: 'Another' }),
          entry(4, 'alert', { attack_type: 'BruteForce', risk_score: 8 }),
          entry(5, 'message', {
            delivery_id: 'msg_1',
            channel_id: 'ch-1',
            channel: 'SOC',
            occasion: 'opened',
            state: 'dead',
            attempts: 9,
            why: 'connection refused',
          }),
        ],
      }),
    );
    assert.deepEqual(
      story.map(({ what }) => what),
      ['events', 'events', 'opened', 'alert', 'told', 'status', 'assignee', 'comment', 'blocked', 'merging'],
    );
    const [first] = story;
    assert.ok(first?.what === 'events' && first.events.length === 3);
    const told = story.find(({ what }) => what === 'told');
    assert.deepEqual(told?.what === 'told' && told.message, {
      deliveryId: 'msg_1',
      channel: 'SOC',
      occasion: 'opened',
      state: 'dead',
      attempts: 9,
      why: 'connection refused',
    });
  });

  it('never takes what it does not know for something else, and never fails', () => {
    const odd: unknown[] = [
      null,
      undefined,
      'text',
      7,
      [],
      {},
      { to: null },
      { to: 'x' },
      { to: { status: 1 } },
    ];
    for (const kind of [
      'changed',
      'alert',
      'comment',
      'verdict',
      'blocked',
      'escalated',
      'merged_into',
      'split_from',
      'message',
      'new kind',
      '__proto__',
    ])
      for (const data of odd) {
        const [step] = toStory(incident({ opened_at: at(20), timeline: [entry(1, kind, data)] }));
        assert.ok(step);
        if (kind === 'changed' || kind === 'new kind') assert.equal(step.what, 'other');
      }
  });
});

describe('an incident as Markdown', () => {
  it('keeps hostile text in code that it cannot leave', () => {
    for (const payload of [
      ...hostilePayloads,
      '```\n# heading',
      'a ` b `` c',
      '`',
      '[x](https://evil.example)',
      '',
    ]) {
      const span = toSpan(payload);
      const fence = /^`*/.exec(span)?.[0] ?? '';
      if (payload !== '') {
        assert.ok(fence.length > 0 && span.endsWith(fence), payload);
        assert.ok(
          !new RegExp(`(?<!\`)${fence}(?!\`)`).test(span.slice(fence.length, -fence.length)),
          payload,
        );
      }
      assert.doesNotMatch(span, /[\r\n\u202E\u200B]/u);
      const lines = toBlock(payload).split('\n');
      assert.equal(lines.length, 3);
      assert.ok(!lines[1]?.includes(lines[2] ?? ''), payload);
    }
  });

  it('says what a ticket needs', () => {
    const words = Object.fromEntries(
      [
        'risk',
        'type',
        'state',
        'source',
        'service',
        'node',
        'first',
        'last',
        'events',
        'why',
        'raw',
        'techniques',
      ].map((name) => [name, name]),
    ) as unknown as Parameters<typeof toMarkdown>[1];
    const text = toMarkdown(incident(), words, {
      type: 'Brute force',
      state: 'Open',
      node: 'dmz-1',
      link: 'https://decoys.example/console/incidents/inc-1',
      payload: 'root:123456',
    });
    assert.match(text, /^\*\*`203\.0\.113\.9 is guessing/);
    assert.match(text, /- risk: 8 \/ 10\n- type: Brute force\n- state: Open\n- source: `203\.0\.113\.9`/);
    assert.match(text, /- T1110\.001 Password Guessing\n- T9999\n/);
    assert.match(text, /```text\nroot:123456\n```\n\nhttps:\/\/decoys/);
  });
});

describe('a transcript', () => {
  it('folds refused sign-ins, and nothing else', () => {
    const lines = toLines([
      event(0),
      event(1),
      event(2, { kind: 'login.succeeded' }),
      event(3, { kind: 'command.run', payload: 'id' }),
      event(4, { kind: 'command.run', payload: 'id' }),
      event(5),
    ]);
    assert.deepEqual(
      lines.map((line) => (line.what === 'refused' ? line.events.length : line.event.kind)),
      [2, 'login.succeeded', 'command.run', 'command.run', 1],
    );
  });

  it('lists each pair of credentials once, accepted ones first', () => {
    const extra = (username: unknown, password: unknown) => ({ extra: { username, password } as never });
    assert.deepEqual(
      toCredentials([
        event(0, extra('root', 'a')),
        event(1, extra('root', 'a')),
        event(2, extra('ro', 'ot:a')),
        event(3, { ...extra('root', 'b'), kind: 'login.succeeded' }),
        event(4, { kind: 'command.run', ...extra('x', 'y') }),
      ]),
      [
        { user: 'root', password: 'b', tries: 1, accepted: true },
        { user: 'root', password: 'a', tries: 2, accepted: false },
        { user: 'ro', password: 'ot:a', tries: 1, accepted: false },
      ],
    );
    assert.deepEqual(toCredential(event(0, { payload: 'root:a:b' })), { user: 'root', password: 'a:b' });
    assert.deepEqual(toCredential(event(0, { payload: 'root', ...extra(7, null) })), {
      user: 'root',
      password: '',
    });
  });

  it('is searched in any case, and its address carries any session name', () => {
    const [line] = toLines([event(3, { kind: 'command.run', payload: 'CronTab -l' })]);
    assert.ok(line && contains(line, 'crontab') && !contains(line, 'wget'));
    assert.equal(passage('(CronTab -l)', 'crontab'), 'CronTab');
    assert.equal(passage('x', ''), null);
    for (const session of ['s', 'a~b', '~', '', 'grave/1', '蜜'])
      assert.deepEqual(parseId(toId({ node_id: 'node-1', session })), { nodeId: 'node-1', session });
    assert.deepEqual(parseId('node-1'), { nodeId: 'node-1', session: '' });
  });
});
