/** Commands that reach out: shells given to another host, tunnels, and files that are fetched. Reasons say what was seen and no more. */
import { stage } from '../stages.ts';
import { wordEnd } from './keyword-finder.ts';
import type { TextRule } from './text-rule.ts';

const downloaders = [
  ...['wget', 'curl', 'tftp', 'ftpget', 'fetch', 'lwp-download', 'axel', 'aria2c', 'certutil', 'bitsadmin'],
];
/** What a machine asks itself for is no download. */
const self = String.raw`(?:localhost|127\.|0\.0\.0\.0|\[::1?\]|\[::ffff:127\.|ip6-localhost)`;
const scratch = String.raw`\/(?:tmp|var\/tmp|dev\/shm|var\/run)\/`;
const shell = '(?:ba|da|z|k|a|c|tc|fi|pdk|mk|rb)?sh';

const downloadAndRun = {
  reason: 'A downloaded script is run immediately.',
  attackType: 'MalwareDeployment',
  tactics: ['Execution', 'Command and Control'],
  techniques: ['T1059.004', 'T1105'],
  stage: stage.download | stage.execution,
} as const;
const remoteShell = {
  attackType: 'CommandExecution',
  tactics: ['Execution', 'Command and Control'],
  techniques: ['T1059.004', 'T1095'],
  stage: stage.execution,
} as const;

export const remoteCommandRules: readonly TextRule[] = [
  {
    id: 'download',
    stage: stage.download,
    reason: 'A file is downloaded from another host.',
    attackType: 'MalwareDeployment',
    tactics: ['Command and Control'],
    techniques: ['T1105'],
    risk: 8,
    sure: 0.93,
    words: downloaders,
    pattern: new RegExp(
      String.raw`\b(?:wget|curl|axel|aria2c|lwp-download|fetch|certutil|bitsadmin)\b(?![^;|&\n]{0,200}\s(?:-T|--upload-file|-F|--form)\s)[^;|&\n]{0,200}(?:https?|ftp|tftp):\/\/(?!${self})[^\s'"${'`'};|&]{3,200}|\b(?:wget|curl)\s+(?:-\S+\s+){0,6}(?!${self})\d{1,3}(?:\.\d{1,3}){3}\S{0,200}|\b(?:tftp|ftpget)\s[^;|&\n]{0,120}\b(?!${self})\d{1,3}(?:\.\d{1,3}){3}`,
      'i',
    ),
  },
  {
    ...downloadAndRun,
    id: 'download-and-run',
    risk: 9,
    sure: 0.97,
    words: ['wget', 'curl', 'fetch', 'lwp-download', 'urlopen', 'requests.get', 'file_get_contents'],
    pattern:
      /\b(?:wget|curl|fetch|lwp-download)\b[^;\n]{1,300}\|\s*(?:sudo\s+)?(?:\/\S*\/)?(?:ba|da|z|k|a)?sh\b|\b(?:ba|da|z|a)?sh\s+(?:-c\s+)?["']?(?:\$\(|<\(|`)\s*(?:wget|curl)\b[^)`]{0,200}|\b(?:wget|curl)\b[^|\n]{1,300}\|\s*(?:python|perl|php|ruby)\d?\b|\b(?:python|php)[\d.]{0,4}\s+-[cr]\b[^\n]{0,200}\b(?:exec|eval)\s*\([^\n]{0,120}(?:urlopen|requests\.get|file_get_contents)[^\n]{0,100}/i,
  },
  {
    // Installers are run like this by people too, from a name and encrypted; droppers come from a bare address or in clear.
    ...downloadAndRun,
    id: 'dropper',
    anywhere: true,
    risk: 9,
    sure: 0.95,
    words: [
      ...downloaders,
      'urlopen',
      'urlretrieve',
      'requests.get',
      'file_get_contents',
      'getstore',
      '/dev/tcp',
    ],
    pattern: new RegExp(
      [
        String.raw`\b(?:wget|curl|fetch|lwp-download)\b[^;\n]{0,200}?(?:(?:http|ftp):\/\/(?!${self})|\s(?:https:\/\/)?(?!${self})\d{1,3}(?:\.\d{1,3}){3}[:/])[^;\n]{0,200}\|\s*(?:sudo\s+)?(?:\/\S{0,40}\/)?(?:${shell}|python\d?|perl|php|ruby)\b`,
        String.raw`\b${shell}\s+(?:-c\s+)?["']?(?:\$\(|<\(|${'`'})\s*(?:wget|curl)\b[^)${'`'}]{0,120}?(?:(?:http|ftp):\/\/(?!${self})|\s(?:https:\/\/)?(?!${self})\d{1,3}(?:\.\d{1,3}){3}[:/])`,
        String.raw`\b(?:wget|curl|tftp|ftpget|fetch|lwp-download)\b[^\n]{0,240}?(?:(?:http|ftp|tftp):\/\/(?!${self})|\s(?!${self})\d{1,3}(?:\.\d{1,3}){3}\b|${scratch})[^\n]{0,240}(?=;|&&|\|\||\n)\n?[^\n]{0,160}(?:\bchmod\s+(?:-\w\s+)?(?:[augo]*\+[rwx]*x|0?7[0-7]{2})|(?:^|[;&|]\s*)(?:nohup\s+|sudo\s+)?(?:(?:${shell}|perl|python[\d.]*|php)\s+(?!-)\S|${scratch}\w|\.\/[\w.-]{1,40}\s*(?:;|&|$)))`,
        // What the shell is given to run: after eval, source or nothing.
        String.raw`(?:^|[;&|]\s*|\beval\s+|(?:^|[;&|]\s*)(?:source|\.)\s+)["']?(?:\$\(|<\(|${'`'})\s*(?:wget|curl)\b[^)${'`'}]{0,120}?(?:(?:http|ftp):\/\/(?!${self})|\s(?:https:\/\/)?(?!${self})\d{1,3}(?:\.\d{1,3}){3}[:/])`,
        String.raw`\b(?:python|php|perl|ruby)[\d.]*\s+-\w*[cre]\b[^\n]{0,200}(?:urlopen|urlretrieve|requests\.get|file_get_contents|getstore|LWP|Net::HTTP|open-uri)[^\n]{0,40}http:\/\/(?!${self})[^\n]{0,200}(?:\bsystem\b|\bchmod\b|[;&]\s*${shell}\s+\S|[;&]\s*${scratch})`,
        String.raw`\b(?:python|php|ruby)[\d.]*\s+-\w*[cr]\b[^\n]{0,200}\b(?:exec|eval)\s*\([^\n]{0,120}(?:urlopen|requests\.get|file_get_contents)\W{0,4}http:\/\/(?!${self})`,
        String.raw`\/dev\/tcp\/(?!${self})[^\n]{0,200}<&\s?\d{1,3}[^\n]{0,10}>\s?\S{1,60}\s*(?:;|&&)\s*(?:chmod\b|${shell}\s+\S)`,
        String.raw`\b(?:gcc|g\+\+|cc|tcc|clang)\b[^\n;]{0,60}<<<\s*["']?\$\(\s*(?:curl|wget)\b`,
      ].join('|'),
      'im',
    ),
  },
  {
    ...remoteShell,
    id: 'reverse-shell',
    anywhere: true,
    reason: 'A shell is connected to another host (reverse shell).',
    risk: 9.2,
    sure: 0.98,
    words: [
      ...[
        '/dev/tcp',
        '/dev/udp',
        `nc${wordEnd}`,
        'ncat',
        'netcat',
        'mkfifo',
        'mknod',
        'socat',
        'socket',
        'fsockopen',
      ],
      ...[
        'telnet',
        '/net/tcp',
        'net.dial',
        '<&',
        '/inet/tcp',
        '/inet/udp',
        's_client',
        'ztcp',
        '-display',
        'pfsockopen',
      ],
      ...['stream_socket_client', 'tcpclient', 'net.connect', 'netconnection', 'luasocket'],
      ...['rcat', 'rustcat', 'jrunscript', 'jshell', 'julia', 'elixir', 'groovy', 'raku', 'scala'],
    ],
    pattern: new RegExp(
      [
        // A shell in front of the device, or behind it; a connection alone is none.
        String.raw`\b${shell}\b(?!\s+-c)[^\n;|'"]{0,40}\/dev\/(?:tcp|udp)\/[^\s/]{1,80}\/\S{1,20}`,
        String.raw`\/dev\/(?:tcp|udp)\/[^\n]{0,200}(?:0\s?[<>]&\s?\d|\b${shell}\b[^\n]{0,24}[<>]&|\bwhile\s[^\n]{0,60}\bdo\b\s*["'(]{0,2}(?:\$|eval)|\|\s*(?:\S{0,20}\/)?${shell}\b|\beval\b)`,
        String.raw`[<>]&\s?\d{1,3}\s*;\s*exec\s+\d{1,3}<>\s?\/dev\/(?:tcp|udp)\/`,
        String.raw`\bn(?:c|cat|etcat)(?:\.\w+)?\b[^;\n]{0,80}\s(?:-\w*[ec]|--(?:sh-)?exec)[\s=]*["']?\S{0,40}(?:sh|cmd|powershell)\b`,
        String.raw`\bn(?:c|cat|etcat)(?:\.\w+)?\s[^;|\n]{1,80}\|\s*(?:\S{0,20}\/)?${shell}\b`,
        String.raw`\b(?:mkfifo|mknod)\b[^\n]{0,200}\|\s*(?:\S{0,20}\/)?(?:busybox\s+)?(?:n(?:c|cat|etcat)|telnet|openssl|curl|socat|ssh)\b`,
        String.raw`\bn(?:c|cat)\b[^\n]{0,80}<\s?\S{1,40}\s*\|\s*(?:\S{0,20}\/)?${shell}\b`,
        String.raw`\bsocat\b[^\n]{0,160}\b(?:exec|system):`,
        String.raw`(?:^|[^-\w])socket[^\n]{0,300}(?:dup2|pty\.spawn|subprocess|\bexec\b|\bfork|system|popen|os\.execute)`,
        String.raw`(?:fsockopen|stream_socket_client)\s*\([^\n]{0,200}(?:exec|passthru|proc_open|popen|system|${'`'})`,
        String.raw`TCPSocket[^\n]{0,200}(?:exec|popen|spawn|%x|reopen)|\b(?:exec|popen|spawn)\b[^\n]{0,120}TCPSocket`,
        'Socket::INET',
        String.raw`\btelnet\s+\S{3,80}\s+\S{1,10}[^\n;|]{0,40}\|\s*\S{0,20}sh\b`,
        String.raw`zsh\/net\/tcp|\bztcp\s`,
        String.raw`net\.Dial\(`,
        String.raw`\bnet\.(?:connect|Socket)\b[^\n]{0,300}(?:exec|spawn|\bsh\b)|(?:spawn|exec)\([^\n]{0,200}\bnet\.(?:connect|Socket)\b|\bchild_process\b[^\n]{0,300}\.connect\(`,
        String.raw`new\s+(?:java\.net\.)?Socket\([^\n]{0,300}exec|exec[^\n]{0,200}new\s+(?:java\.net\.)?Socket\(`,
        String.raw`Net\.Sockets\.TCPClient`,
        String.raw`\b${shell}\b[^\n;|]{0,24}\s\d{1,3}<&\s?\d|\b${shell}\s*<&\s?\d{1,3}\s*>&`,
        String.raw`\/inet\d?\/(?:tcp|udp)\/[^\n]{0,240}(?:\|&|getline|system)`,
        String.raw`\bs_client\b[^\n]{0,160}\|\s*(?:\S{0,20}\/)?${shell}\b|\b${shell}\b[^\n]{0,80}\|\s*openssl\s+s_client\b|<\s?\S{1,40}\s*\|\s*openssl\s+s_client\b`,
        String.raw`\bxterm\s[^\n;|]{0,40}-display\s+(?!:|localhost|127\.)\S{1,80}`,
        String.raw`\b(?:mkfifo|mknod)\b[^\n]{0,120}(?:;|&&)\s*telnet\s`,
        String.raw`\b(?:rcat|rustcat)\s+connect\s[^\n;|]{0,60}\b${shell}\b`,
        String.raw`\b(?:jrunscript|jshell|julia|elixir|groovy|raku|scala)\s(?=[^\n]{0,400}(?:Socket|gen_tcp|\bconnect\b))(?=[^\n]{0,400}(?:ProcessBuilder|Runtime|System\.cmd|\bexec\w*\b|${'`'}\s*(?:ba)?sh\b|\b(?:ba)?sh\b["']))`,
        String.raw`\bsocket\.connect\b[^\n]{0,200}(?:popen|execute)`,
      ].join('|'),
      'i',
    ),
  },
  {
    ...remoteShell,
    id: 'shell-over-telnet-url',
    anywhere: true,
    reason: 'A shell is connected to another host (reverse shell).',
    risk: 9,
    sure: 0.95,
    words: ['telnet://'],
    pattern: new RegExp(
      String.raw`\bcurl\b[^\n]{0,120}telnet:\/\/[^\n]{0,120}\|\s*(?:\S{0,20}\/)?${shell}\b|\b${shell}\b[^\n]{0,120}\|\s*curl\b[^\n]{0,120}telnet:\/\/|\bcurl\b[^\n]{0,60}telnet:\/\/[^\n]{0,80}<\s?\S`,
      'i',
    ),
  },
  {
    ...remoteShell,
    id: 'connection-from-shell',
    reason: 'The shell itself opens a network connection (/dev/tcp).',
    risk: 6.4,
    sure: 0.8,
    words: ['/dev/tcp', '/dev/udp', 'telnet://'],
    pattern: /\/dev\/(?:tcp|udp)\/[^\s/]{1,80}\/[\w$]{1,10}|\bcurl\b[^\n;|]{0,60}telnet:\/\/\S{1,80}/i,
  },
  {
    id: 'tunnel-opened',
    stage: stage.execution,
    anywhere: true,
    reason: 'A tunnel is opened that lets another host reach into this network.',
    attackType: 'LateralMovement',
    tactics: ['Command and Control', 'Lateral Movement'],
    techniques: ['T1572', 'T1090'],
    risk: 8,
    sure: 0.85,
    words: [
      'ssh',
      'ngrok',
      'chisel',
      'frpc',
      'ligolo',
      'cloudflared',
      'tcp-listen',
      'tcp4-listen',
      'plink',
      'gost',
      'bore',
      'rathole',
      'iox',
      'portproxy',
    ],
    pattern:
      /\b(?:ssh|plink(?:\.exe)?|autossh)(?=\s)[^\n;|]{0,160}\s-\w*R\s?(?:\S{1,60}:)?\d{1,5}(?=[:\s]|$)|\bngrok\s+(?:tcp|http|tls|start)\b|\bchisel\s+(?:client|server)\b[^\n;|]{0,80}|\bfrpc?\s+-c\b|\bfrpc\s+(?:tcp|http|stcp)\b|\bligolo\S{0,12}\s+-|\bcloudflared\s+(?:tunnel|access)\b[^\n;|]{0,80}(?:--url|--token|\btcp\b)|\bsocat\s[^\n;|]{0,40}TCP[46]?-LISTEN:\S{1,60}\s+TCP[46]?:\S{1,60}|\bgost\s+-L\b|\bbore\s+local\b|\biox\s+(?:fwd|proxy)\b|\bnetsh\s+interface\s+portproxy\s+add\b/im,
  },
];
