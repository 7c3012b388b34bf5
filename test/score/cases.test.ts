import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../src/score/local.ts';
import { ask, command, fileEvent, request } from '../support/score/events.ts';
import { chainedCommands, onlySeparators } from './cases/chained-commands.ts';
import { harmlessRequests } from './cases/harmless-requests.ts';
import { machineWork } from './cases/machine-work.ts';
import { agentLines, ownWork, remoteShells, samePaths, scanners, wipedLogs } from './cases/shell-lines.ts';
import { shellsAndDroppers } from './cases/shells-and-droppers.ts';
import {
  brokenStrings,
  innerHosts,
  noHarmlessLanguage,
  onlyLooksSo,
  otherAttacks,
  scriptCalls,
} from './cases/value-attacks.ts';

const scorer = openLocalScorer({ onWarning: assert.fail });
const sent = (text: string) => scorer.judge(ask(request(text)));
const typed = (text: string) => scorer.judge(ask(command(text)));
/** As an agent reports a decoy that was opened, with the command line of the process that did. */
const reported = (cmdline: string) =>
  scorer.judge(
    ask(
      fileEvent('file.opened', { severity: 'LOW', alert_type: 'FILE_ACCESS', action: 'OPENED' }, { cmdline }),
    ),
  );
const shown = (text: string): string => text.replace(/ HTTP\/1.1[\s\S]*?\r\n\r\n/, ' … ').slice(0, 120);

const attacks: Readonly<Record<string, readonly string[]>> = {
  'a command behind a separator': chainedCommands,
  'a call without brackets': scriptCalls,
  'a quote and a semicolon': brokenStrings,
  'an address that only the server reaches': innerHosts,
  'what only looks like a harmless language': noHarmlessLanguage,
  ...otherAttacks,
};

for (const [name, texts] of Object.entries(attacks))
  describe(`${name} is an attack`, () => {
    for (const text of texts)
      it(shown(text), () => {
        const verdict = sent(text);
        assert.notEqual(verdict.attack_type, 'Normal');
        for (const { field, text: part } of verdict.evidence)
          if (field === 'payload') assert.ok(text.includes(part), part);
      });
  });

for (const [name, texts] of Object.entries({
  'separators in values that are no commands': onlySeparators,
  'values that only look like attacks': onlyLooksSo,
  'requests with code-like or bracketed text': harmlessRequests,
}))
  describe(`${name} are left alone`, () => {
    for (const text of texts)
      it(shown(text), () => {
        const { attack_type, risk_score, reasons } = sent(text);
        assert.equal(attack_type, 'Normal', `${risk_score}: ${reasons.join(' ')}`);
      });
  });

describe('a path written otherwise', () => {
  for (const [plain, written] of samePaths)
    it(`changes nothing: ${written}`, () => {
      const [before, after] = [typed(plain), typed(written)];
      assert.equal(after.attack_type, before.attack_type);
      assert.ok(after.risk_score >= before.risk_score, `${before.risk_score} → ${after.risk_score}`);
      for (const reason of before.reasons) assert.ok(after.reasons.includes(reason), reason);
      const quoted = typed(written).evidence.filter(({ field }) => field === 'payload');
      for (const { text } of quoted) assert.ok(written.includes(text), text);
    });
});

describe('a command line that an agent reports', () => {
  for (const line of agentLines)
    it(`is read as a shell reads it: ${line.slice(0, 90)}`, () => {
      const verdict = reported(line);
      assert.ok(verdict.risk_score >= 8, `${verdict.risk_score}: ${verdict.reasons.join(' ')}`);
      for (const { field, text } of verdict.evidence)
        if (field === 'extra.cmdline') assert.ok(line.includes(text), text);
    });

  it('that fetches and runs at once is as bad as typed in a shell', () => {
    const { attack_type, risk_score } = reported(agentLines[0]!);
    assert.deepEqual([attack_type, risk_score >= 9], ['MalwareDeployment', true]);
  });

  for (const line of ownWork)
    it(`is no attacker’s where a machine runs it by itself: ${line.slice(0, 90)}`, () => {
      const { risk_score, reasons } = reported(line);
      assert.ok(risk_score < 8, `${risk_score}: ${reasons.join(' ')}`);
      assert.ok(!reasons.some((reason) => /attacker’s|another host|reverse/.test(reason)), reasons.join(' '));
    });
});

describe('a shell or a tunnel for another host', () => {
  for (const line of remoteShells)
    it(`is one in a decoy’s shell and on an endpoint: ${line.slice(0, 90)}`, () => {
      for (const verdict of [typed(line), reported(line)])
        assert.ok(verdict.risk_score >= 8, `${verdict.risk_score}: ${verdict.reasons.join(' ')}`);
    });

  it('is not claimed where only a connection was opened', () => {
    for (const line of ['echo x > /dev/tcp/198.51.100.9/80', 'exec 3<>/dev/tcp/198.51.100.9/80; cat <&3'])
      assert.ok(!typed(line).reasons.some((reason) => reason.includes('reverse shell')), line);
  });

  it('is no download where a machine asks itself', () => {
    for (const line of [
      'curl -s http://127.0.0.1:8080/health',
      'wget -q http://localhost/x',
      'curl http://[::1]/',
    ])
      assert.ok(!typed(line).reasons.some((reason) => reason.includes('another host')), line);
  });
});

describe('a password that is changed through a pipe', () => {
  for (const line of [
    'echo "root:Ab12Cd34" | chpasswd | bash',
    'echo -e "x1\\nx1" | passwd root',
    'printf x1 | sudo passwd',
  ])
    it(`is as bad in a decoy’s shell as reported by an agent: ${line}`, () => {
      for (const { risk_score } of [typed(line), reported(line)])
        assert.ok(risk_score >= 8, String(risk_score));
    });
});

describe('logs that are wiped', () => {
  for (const line of wipedLogs)
    it(line, () => {
      const { attack_type, risk_score } = typed(line);
      assert.equal(attack_type, 'DefenseEvasion');
      assert.ok(risk_score >= 8, String(risk_score));
    });
});

describe('a scanner that is started', () => {
  for (const line of scanners)
    it(`is named: ${line}`, () => assert.ok(typed(line).reasons.includes('A scanner was started.')));
});

describe('a file name that a server would run', () => {
  const upload = (header: string): string =>
    `POST /upload HTTP/1.1\r\nHost: shop.example\r\n${header}\r\nContent-Length: 2\r\n\r\nhi`;
  for (const header of [
    'X-Filename: a.php',
    'X-File-Name: a.phtml',
    'X_Filename: x.jsp'.replace('X_', 'X-'),
    'X-Filename: a.php.jpg',
    'X-Filename: a.php;.jpg',
    'X-Filename: a.php%00.jpg',
    'X-Upload-Filename: a.ashx',
    'Slug: a.aspx',
    'X-Filename: .htaccess',
    'X-Filename: .user.ini',
    'Content-Disposition: attachment; filename="a.phar"',
    "Content-Disposition: attachment; filename*=UTF-8''a.php",
  ])
    it(header, () => {
      const verdict = sent(upload(header));
      assert.ok(verdict.reasons.includes('A file is uploaded to the server.'), verdict.reasons.join(' '));
    });
  for (const header of [
    'X-Filename: a.jpg',
    'X-Filename: notes.txt',
    'Content-Disposition: attachment; filename="a.pdf"',
  ])
    it(`is told from others: ${header}`, () => assert.equal(sent(upload(header)).attack_type, 'Normal'));
});

describe('a page', () => {
  it('is judged by what is asked of it, not by one letter of its name', () => {
    const [a, b] = ['a', 'b'].map((name) => sent(`GET /${name}.php HTTP/1.1\r\nHost: shop.example\r\n\r\n`));
    assert.deepEqual([a?.attack_type, a?.risk_score], [b?.attack_type, b?.risk_score]);
    assert.equal(a?.attack_type, 'Normal');
  });
});

describe('shells and droppers wake people', () => {
  for (const [place, judge] of [
    ['a decoy’s shell', typed],
    ['an endpoint', reported],
  ] as const)
    it(`in ${place}`, () => {
      const low = shellsAndDroppers.filter((line) => judge(line).risk_score < 8);
      assert.deepEqual(low, []);
    });
});

describe('what machines run by themselves', () => {
  it('wakes nobody beside an opened decoy', () => {
    const woken = machineWork.filter((line) => reported(line).risk_score >= 8);
    assert.deepEqual(woken, []);
  });
});
