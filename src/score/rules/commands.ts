/** Shell commands that attackers run, as patterns over one statement or line. Their order does not matter: risk decides. */
import { stage } from '../stages.ts';
import { deepCommandRules } from './commands-deep.ts';
import { remoteCommandRules } from './commands-remote.ts';
import { stayingCommandRules } from './commands-staying.ts';
import { toolCommandRules } from './commands-tools.ts';
import { windowsCommandRules } from './commands-windows.ts';
import type { TextRule } from './text-rule.ts';

const firstCommandRules: readonly TextRule[] = [
  {
    id: 'made-executable',
    stage: stage.chmod,
    reason: 'A file is made executable.',
    attackType: 'MalwareDeployment',
    tactics: ['Execution', 'Defense Evasion'],
    techniques: ['T1222.002'],
    risk: 6.6,
    sure: 0.85,
    words: ['chmod'],
    pattern: /\bchmod\s+(?:-\w+\s+)?(?:\+x|0?7[0-7]{2}|[augo]*\+[rwx]*x)\s+\S{1,120}/,
  },
  {
    id: 'run-from-scratch-folder',
    stage: stage.execution,
    reason: 'A program is run from a temporary folder.',
    attackType: 'MalwareDeployment',
    tactics: ['Execution'],
    techniques: ['T1059.004'],
    risk: 7.6,
    sure: 0.9,
    words: ['/tmp/', '/dev/shm/', '/run/', '/mnt/'],
    pattern:
      /(?:^|[;&|]\s*)(?:nohup\s+|sudo\s+|(?:ba)?sh\s+)?\/(?:tmp|var\/tmp|dev\/shm|var\/run|run|mnt)\/[\w.-]{1,60}(?:\s|;|&|$)/m,
  },
  {
    id: 'botnet-check',
    stage: stage.build,
    anywhere: true,
    reason:
      'BusyBox is called with a name that only a botnet’s loader uses, to check whether this is a real shell.',
    attackType: 'MalwareDeployment',
    tactics: ['Execution', 'Discovery'],
    techniques: ['T1059.004', 'T1497.001'],
    risk: 8.2,
    sure: 0.95,
    words: ['busybox'],
    pattern: /\bbusybox\s+(?:[A-Z][A-Z0-9]{3,12}\b|[a-z0-9]{6,}(?:wget|tftp|cp)?(?=\s*(?:;|$)))/m,
  },
  {
    id: 'hex-echo',
    stage: stage.build,
    reason: 'Bytes are written as escape codes, the way loaders transfer a program through a bare shell.',
    attackType: 'MalwareDeployment',
    tactics: ['Defense Evasion', 'Command and Control'],
    techniques: ['T1027', 'T1105'],
    risk: 8,
    sure: 0.9,
    words: ['echo', 'printf'],
    pattern:
      /\b(?:echo|printf)\s+(?:-[ne]+\s+){0,4}["']?(?:[^"'\n]{0,40}?)(?:(?:\\{1,2}x[0-9a-f]{2}){8,60}|\\{1,2}x7f\\{1,2}x45|(?:\\{1,2}x[0-9a-f]{2}){2,60}[^\n;|&]{0,80}>)/i,
  },
  {
    id: 'miner',
    stage: stage.impact,
    anywhere: true,
    reason: 'A cryptocurrency miner is set up, or a rival one is looked for.',
    attackType: 'MalwareDeployment',
    tactics: ['Impact'],
    techniques: ['T1496'],
    risk: 8.6,
    sure: 0.95,
    words: [
      ...['xmrig', 'minerd', 'cpuminer', 'cnrig', 'kinsing', 'kdevtmpfsi', 'stratum+', 'c3pool', 'minexmr'],
      ...['nanopool', '[mm]iner', '--cpu-priority', '--donate-level', '--nicehash', '--coin'],
    ],
    pattern:
      /\b(?:xmrig|minerd|cpuminer|cnrig|kinsing|kdevtmpfsi|stratum\+(?:tcp|ssl):\/\/\S{1,80}|c3pool|minexmr|nanopool|\[Mm\]iner)\b|(?:^|\s)--(?:cpu-priority|donate-level|nicehash|coin)\b/i,
  },
  {
    id: 'kills-others',
    stage: stage.impact,
    reason: 'Processes are killed, as bots do to their rivals.',
    attackType: 'MalwareDeployment',
    tactics: ['Impact', 'Defense Evasion'],
    techniques: ['T1489', 'T1562.001'],
    risk: 6.4,
    sure: 0.8,
    words: ['kill', 'pkill', 'killall'],
    pattern:
      /\b(?:pkill|killall)\s+(?:-\w+\s+){0,6}\S{1,60}|\bkill\s+-9\s+\S{1,60}|\bxargs\s+(?:-\S+\s+){0,6}kill\b/,
  },
  {
    id: 'encoded-command',
    anywhere: true,
    stage: stage.execution,
    reason: 'An encoded command is decoded and run.',
    attackType: 'DefenseEvasion',
    tactics: ['Defense Evasion', 'Execution'],
    techniques: ['T1027', 'T1140'],
    risk: 8.4,
    sure: 0.94,
    words: [
      'base64',
      'iyevymlu',
      'xxd',
      'openssl',
      '-enc',
      '-encodedcommand',
      'eval',
      'frombase64string',
      'printf',
      '\\x',
      '| rev',
      '|rev',
      '| tr',
      '|tr',
      'gunzip',
      'gzip',
      'base32',
      'uudecode',
    ],
    pattern:
      /\bbase64\b[^;|\n]{0,80}\|\s*(?:sudo\s+)?\S{0,20}(?:sh|python\d?|perl)\b|\|\s*base64\s+(?:-d|--decode)[^;\n]{0,80}\|\s*\S{0,20}sh\b|\b(?:powershell|pwsh)\S*\s[^\n]{0,120}-e(?:nc|ncodedcommand)?\s+[A-Za-z0-9+/=]{16,}|\beval\s*["'(`$]{1,3}(?!\\?\|)[^\n]{0,120}base64|FromBase64String|\bpython[\d.]*\s[^\n]{0,60}\bbase64\b[^\n]{0,80}\.?(?:b64)?decode\b|\bIyEvYmlu\w{4,}|\bxxd\s[^\n|;]{0,40}-\w*r[^\n|;]{0,80}\|\s*(?:\S{0,20}\/)?(?:ba|da|z|a)?sh\b|\b(?:printf|echo)\s[^\n|;]{0,20}(?:\\x[0-9a-f]{2}|\\0?[0-7]{3}){3,}[^\n|;]{0,400}\|\s*(?:\S{0,20}\/)?(?:ba|da|z|a)?sh\b|\b(?:echo|printf)\s[^\n;]{1,400}\|\s*(?:rev|tr|xxd|base32|openssl\s+enc|gunzip|gzip|uudecode)\b[^\n;]{0,100}\|\s*(?:\S{0,20}\/)?(?:ba|da|z|a)?sh\b/i,
  },
  {
    id: 'password-files',
    stage: stage.collection,
    reason: 'Files with passwords or keys are read.',
    attackType: 'CredentialAccess',
    tactics: ['Credential Access'],
    techniques: ['T1003.008', 'T1552.001', 'T1552.004'],
    risk: 7.8,
    sure: 0.9,
    words: [
      ...['/etc/shadow', '/etc/gshadow', '/etc/master.passwd', '/etc/passwd', 'id_rsa', 'id_dsa', 'id_ecdsa'],
      ...[
        'id_ed25519',
        '.aws/credentials',
        '.pgpass',
        '.netrc',
        '.git-credentials',
        'wp-config.php',
        'lsass',
      ],
      ...['mimikatz', 'sekurlsa'],
    ],
    pattern:
      /\/etc\/(?:shadow|gshadow|master\.passwd)\b|\b(?:cat|less|more|head|tail|cp|scp|grep|strings|find)\b[^;|\n]{0,80}(?:\/etc\/passwd\b|\bid_(?:rsa|dsa|ecdsa|ed25519)\b|\.aws\/credentials|\.pgpass|\.netrc|\.git-credentials|wp-config\.php)|\blsass(?:\.exe|\.dmp)?\b|\bmimikatz\b|\bsekurlsa::/i,
  },
  {
    id: 'destroys',
    stage: stage.impact,
    reason: 'Files or disks are destroyed.',
    attackType: 'DenialOfService',
    tactics: ['Impact'],
    techniques: ['T1485', 'T1561.001'],
    risk: 8.4,
    sure: 0.92,
    words: ['rm', 'dd', 'mkfs', 'wipefs'],
    pattern:
      /\brm\s+-(?:rf|fr|r\s+-f)\s+(?:--no-preserve-root\s+)?(?:\/\*?(?=\s|;|$)|\/(?:etc|usr|boot|bin|home|var|root)\/?\*?(?=\s|;|$))|\bdd\s+if=\/dev\/(?:zero|u?random)\s+of=\/dev\/[shv]d\w?|\bmkfs\S{0,6}\s+\/dev\/|\bwipefs\s+-a|:\(\)\s*\{\s*:\|:\s*&\s*\}\s*;/i,
  },
  {
    id: 'surroundings',
    stage: stage.discovery,
    reason: 'The visitor checks what kind of machine this is.',
    attackType: 'Recon',
    tactics: ['Discovery'],
    techniques: ['T1082'],
    risk: 4,
    sure: 0.8,
    words: [],
    pattern:
      /\/proc\/(?:cpuinfo|meminfo|version|mounts|self|\d+)\S{0,40}|\b(?:uname|lscpu|nproc|uptime|lspci|dmidecode|hostnamectl|ifconfig|whoami|netstat|systeminfo|ipconfig|hostname|getconf|nvidia-smi)\b|(?:^|[;|&]\s*)(?:w|id|ps|top|free|df|last|who|lsb_release|mount|ip\s+a\w*|arp|route)\b|\/ip cloud print|\/etc\/(?:issue|os-release|\w+-release)/m,
  },
];

export const commandRules: readonly TextRule[] = [
  ...firstCommandRules,
  ...remoteCommandRules,
  ...stayingCommandRules,
  ...deepCommandRules,
  ...toolCommandRules,
  ...windowsCommandRules,
];
