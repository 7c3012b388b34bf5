/** Marks of what a statement does, found by characteristic parts of its text. A mark is a number: its place in `markNames`. */

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

/** Marks that need a pattern, and characters of which one must occur in the text; '' = the pattern is fast by itself. */
const patterns: readonly (readonly [string, RegExp, string])[] = [
  ['write', /(?:^|[^>2&-])>{1,2}\s*[^&\s>]/, '>'],
  ['stdin-file', /^\S*cat\s*>|^\S*tee\s/, ''],
  ['hidden', /(?:^|[\s/])\.[a-z0-9_]/i, '.'],
  ['user-pair', /^echo\s+\S{0,100}(?:root|admin|user)\S{0,100}:/, ''],
  ['all', /\s(?:\*|\/\*)(?:\s|$)/, '*'],
  ['background', /&\s*$/, '&'],
  ['remote', /\S@\S/, '@'],
  ['upload', /\s(?:-T|--upload-file|-F)\s/, '-'],
  ['prompt', /:\s*$|^Enter /, ':E'],
  ['scp-sink', /^scp\s+-\w*t/, ''],
  ['dotted-quad', /\b\d{1,3}(?:\.\d{1,3}){3}\b/, '.'],
];

/** Marks that `readStatement` sets. */
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

interface Part {
  text: string;
  number: number;
}

/** Parts by their first two characters; one-character parts are listed under every second character. */
const byStart = new Map<number, Part[]>();
/** Whether parts begin with these two characters, so that most of a text is passed over by one look. */
const isStart = new Uint8Array(128 * 128);
const startOf = (first: number, second: number): number => first * 128 + (second < 128 ? second : 0);
for (const [number, [, wanted]] of parts.entries())
  for (const text of wanted)
    for (let second = 0; second < 128; second += 1) {
      if (text.length > 1 && text.charCodeAt(1) !== second) continue;
      const start = startOf(text.charCodeAt(0), second);
      isStart[start] = 1;
      byStart.set(start, [...(byStart.get(start) ?? []), { text, number }]);
    }

/** Adds the marks that the text shows, in their order. */
export function findMarks(text: string, marks: number[]): void {
  const lower = text.toLowerCase();
  // Fewer than 32 marks are found by parts: a bit each.
  let found = 0;
  let next = lower.charCodeAt(0);
  for (let at = 0; at < lower.length; at += 1) {
    const code = next;
    next = at + 1 < lower.length ? lower.charCodeAt(at + 1) : 0;
    if (code > 127) continue;
    const start = startOf(code, next);
    if (isStart[start] === 0) continue;
    for (const part of byStart.get(start)!)
      if (((found >>> part.number) & 1) === 0 && lower.startsWith(part.text, at)) found |= 1 << part.number;
  }
  for (let number = 0; number < parts.length; number += 1)
    if (((found >>> number) & 1) === 1) marks.push(number);
  for (let number = 0; number < patterns.length; number += 1) {
    const [, pattern, needed] = patterns[number]!;
    if (needed !== '' && !hasOneOf(text, needed)) continue;
    if (pattern.test(text)) marks.push(parts.length + number);
  }
}

function hasOneOf(text: string, characters: string): boolean {
  for (let at = 0; at < characters.length; at += 1) if (text.includes(characters[at]!)) return true;
  return false;
}
