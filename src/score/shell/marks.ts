/** What a statement does, seen by tell-tale parts of its text. A mark is a number: its place in `markNames`. */

/** Marks that need no more than one of these parts, in the text in lower case. */
const parts: readonly (readonly [string, readonly string[]])[] = [
  ['append', ['>>']],
  ['to-null', ['/dev/null']],
  ['tmp', ['/tmp', '/dev/shm', '/var/run', '/mnt']],
  ['ssh-folder', ['.ssh', 'authorized_keys', 'ssh-rsa', 'ssh-ed25519']],
  ['other-keys', ['id_rsa', 'known_hosts', 'ssh-add', 'ssh_auth']],
  ['secrets', ['shadow', 'passwd', 'credential', 'secret', '.aws', '169.254.169.254', 'password']],
  ['metadata', ['169.254.169.254', 'meta-data']],
  ['cron', ['cron']],
  ['startup', ['rc.local', 'init.d', 'rc.d', 'systemd', '.bashrc', '.profile']],
  ['hist', ['histfile', 'histsize', 'histsave', 'history']],
  ['logs', ['/var/log', 'wtmp', 'utmp', 'lastlog']],
  ['proc', ['/proc/', '/sys/']],
  ['release', ['/etc/issue', '-release', '/etc/passwd', '/etc/hosts']],
  ['miner', ['miner', 'xmr', 'cnrig', 'stratum', 'pool']],
  ['firewall', ['iptables', 'firewall', 'ufw', 'selinux']],
  ['archive', ['.tgz', '.tar', '.gz', '.xz', '.zip', '.bz2']],
  ['script-file', ['.sh', '.pl', '.py', '.rb', '.txt']],
  ['binary', ['x86', 'i686', 'i586', 'arm', 'mips', 'ppc', 'sparc', 'm68k', 'sh4']],
  ['substitution', ['$(', '`']],
  ['exec-mode', ['+x', ' 777', ' 755', ' 0777', ' 0755', ' 700']],
  ['socket', ['/dev/tcp', '/dev/udp', 'socket', 'mkfifo', 'dup2', 'exec:']],
  ['shell-path', ['/bin/sh', '/bin/bash', 'bash -i', 'sh -i', 'cmd.exe', '/bin/dash']],
  ['url', ['http://', 'https://', 'ftp://']],
  [
    'windows',
    [
      'powershell',
      'invoke-',
      'reg add',
      'reg query',
      '\\windows\\',
      'hklm',
      '$env:',
      '%temp%',
      'new-object',
      '.exe',
      '.dll',
      '.ps1',
    ],
  ],
  ['download-call', ['downloadstring', 'downloadfile', 'invoke-webrequest', 'iwr ', 'net.webclient']],
  ['decode', ['base64', 'b64decode', 'xxd -r', 'openssl enc', '-enc', 'frombase64']],
];

/** Marks that need a pattern. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ['write', /(?:^|[^>2&-])>{1,2}\s*[^&\s>]/],
  ['stdin-file', /^\S*cat\s*>|^\S*tee\s/],
  ['hidden', /(?:^|[\s/])\.[a-z0-9_]/i],
  ['user-pair', /^echo\s+\S*["']?(?:root|admin|user)\S*:/],
  ['all', /\s(?:\*|\/\*)(?:\s|$)/],
  ['background', /&\s*$/],
  ['remote', /\S@\S/],
  ['upload', /\s(?:-T|--upload-file|-F)\s/],
  ['prompt', /:\s*$|^Enter /],
  ['scp-sink', /^scp\s+-\w*t/],
  ['dotted-quad', /\b\d{1,3}(?:\.\d{1,3}){3}\b/],
];

/** Marks that the reading itself sets. */
const read = [
  'env',
  'busybox',
  'sudo',
  'nohup',
  'run-local',
  'run-path',
  'absolute',
  'blob',
  'bare',
  'hex',
  'bot-name',
  'system-folder',
] as const;

export const markNames: readonly string[] = [
  ...parts.map(([name]) => name),
  ...patterns.map(([name]) => name),
  ...read,
];

/** Throws for a name that is no mark: marks are looked up once, at start. */
export function markNumber(name: string): number {
  const number = markNames.indexOf(name);
  if (number < 0) throw new TypeError(`no mark is named ${name}`);
  return number;
}

/** Adds the marks that the text shows. */
export function findMarks(text: string, marks: number[]): void {
  const lower = text.toLowerCase();
  for (let number = 0; number < parts.length; number += 1) {
    const wanted = parts[number]![1];
    for (let at = 0; at < wanted.length; at += 1) {
      if (lower.includes(wanted[at]!)) {
        marks.push(number);
        break;
      }
    }
  }
  for (let number = 0; number < patterns.length; number += 1) {
    if (patterns[number]![1].test(text)) marks.push(parts.length + number);
  }
}
