/** Lines of other programs' logs, as sensors forward them: who says it matters less than what it says. */
import type { TextRule } from './text-rule.ts';

const access = { attackType: 'BruteForce', tactics: ['Credential Access'], techniques: ['T1110'] } as const;
const change = { attackType: 'DefenseEvasion', tactics: ['Defense Evasion'], techniques: ['T1562'] } as const;
const normal = { attackType: 'Normal', tactics: [], techniques: [] } as const;
const fault = { attackType: 'Normal', tactics: [], techniques: [] } as const;

export const logRules: readonly TextRule[] = [
  {
    id: 'log-severe',
    reason: 'The program itself calls the event critical.',
    ...fault,
    risk: 4.8,
    sure: 0.5,
    words: [
      'very high',
      'critical',
      'emerg',
      'severity',
      '[crit]',
      'fatal',
      'sev=8',
      'sev=9',
      'sev=10',
      '-1-',
      '-0-',
    ],
    pattern:
      /\b(?:very high|critical|emerg(?:ency)?)\b|severity[":=\s]+"?high|\[crit\]|\bsev=(?:8|9|10)\b|%\w{2,8}-[01]-\d+/i,
  },
  {
    id: 'log-attack',
    reason: 'The program says that it was attacked.',
    attackType: 'Injection',
    tactics: ['Initial Access'],
    techniques: ['T1190'],
    risk: 5.8,
    sure: 0.75,
    words: [
      'attack',
      'spoof',
      'exploit',
      'overflow',
      'malware',
      'virus',
      'trojan',
      'worm',
      'rootkit',
      'corrupted',
      'crc32',
      'bad protocol',
      'illegal port',
      'file name too long',
      'segfault',
      'malformed',
      'invalid uri',
      'bad client public',
    ],
    pattern:
      /\battack[\s-]?(?:name|in progress|detected)?\b|\bspoof(?:ing|ed)?\b|\bexploit(?:s|ed|ation)?\b|\boverflow\b|\b(?:malware|virus|trojan|worm|rootkit)\b|\bcorrupted\b|bad protocol version|illegal port|file name too long|\bsegfault\b|\bmalformed\b|bad client public/i,
  },
  {
    id: 'log-many-failures',
    reason: 'Sign-ins failed again and again.',
    ...access,
    risk: 5.4,
    sure: 0.85,
    words: [
      'maximum',
      'locked',
      'exceed',
      'too many',
      'attempts',
      'repeated',
      'blacklist',
      'number tries',
      'shunned',
    ],
    pattern:
      /maximum authentication attempts|\blocked out\b|\bexceed\w*[^\r\n]{0,40}attempts|\btoo many[^\r\n]{0,30}(?:fail|attempt|tries|auth)|\b(?:[2-9]|\d{2,})\s+(?:incorrect|failed|more)[^\r\n]{0,30}(?:attempt|fail)|\brepeated[^\r\n]{0,20}fail|\bshunned\b|password incorrect for number/i,
  },
  {
    id: 'log-failure',
    reason: 'A sign-in failed.',
    ...access,
    risk: 3.7,
    sure: 0.8,
    words: [
      'fail',
      'invalid',
      'incorrect',
      'unknown user',
      'user unknown',
      'mismatch',
      'bad su',
      'denied',
      'reject',
      'illegal user',
      'non-existent',
      'not allowed',
    ],
    pattern:
      /\b(?:auth\w*|log[io]n|password|su|bind|pam_\w+\(\)|sasl)\b[^\r\n]{0,60}\b(?:fail\w*|reject\w*|denied|mismatch|incorrect)|\bfailed\b[^\r\n]{0,30}\b(?:password|login|publickey|keyboard|changing|for)\b|\binvalid (?:user|credentials|password)|\bincorrect password|\bunknown user|\buser unknown|\billegal user|\bnon-existent user|\bbad su\b|\bnot allowed because\b/i,
  },
  {
    id: 'log-root-failure',
    reason: 'The failed sign-in was for an administrator’s account.',
    ...access,
    risk: 4.6,
    sure: 0.8,
    words: ['root', 'admin', 'fwmaster'],
    pattern: /\b(?:fail\w*|invalid|incorrect|bad)\b[^\r\n]{0,80}\b(?:root|admin(?:istrator)?)\b|\bto root\b/i,
  },
  {
    id: 'log-refused',
    reason: 'A request was refused.',
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    risk: 2.9,
    sure: 0.6,
    words: [
      'denied',
      'deny',
      'refused',
      'drop',
      'blocked',
      'reject',
      'forbidden',
      ' 403 ',
      ' 401 ',
      'disallow',
    ],
    pattern:
      /\b(?:denied|deny|refused|drop(?:ped)?|blocked|reject(?:ed)?|forbidden|disallow\w*)\b|" 40[13] /i,
  },
  {
    id: 'log-protection-changed',
    reason: 'A protection or its configuration was changed.',
    ...change,
    risk: 5.3,
    sure: 0.7,
    words: [
      'erase',
      'configuration',
      'policy',
      'rule',
      'audit log',
      'log was cleared',
      'module',
      'interface',
    ],
    pattern:
      /\berase\b|\bbegin configuration\b|\bend configuration\b|\b(?:configuration|config|policy|rule)\b[^\r\n]{0,80}\b(?:saved|modified|changed|deleted|removed|added|ok)\b|\b(?:modified|changed|deleted|removed)\b[^\r\n]{0,40}\b(?:configuration|policy|rule)\b|\baudit log[^\r\n]{0,20}clear|promiscuous mode/i,
  },
  {
    id: 'log-account-changed',
    reason: 'An account was made or changed.',
    attackType: 'Persistence',
    tactics: ['Persistence'],
    techniques: ['T1136', 'T1098'],
    risk: 5.2,
    sure: 0.75,
    words: [
      'new user',
      'new group',
      'useradd',
      'userdel',
      'password changed',
      'usermod',
      'added to group',
      'account created',
    ],
    pattern:
      /\bnew (?:user|group|account)\b|\buser(?:add|del|mod)\b|password (?:was )?changed|added [^\r\n]{0,40}to group|account (?:was )?created/i,
  },
  {
    id: 'log-administration',
    reason: 'Somebody acted with an administrator’s rights.',
    ...normal,
    risk: 2.6,
    sure: 0.6,
    words: [
      'command=',
      'session opened',
      'accepted',
      'logged in',
      'executed',
      'session closed',
      'logon',
      'login successful',
    ],
    pattern:
      /\bCOMMAND=|session opened|\bAccepted (?:password|publickey)|logged (?:in|on)\b|\bexecuted\b|session closed|\blogon\b|login successful/i,
  },
  {
    id: 'log-no-identification',
    reason: 'A connection was opened that said nothing, as scanners do.',
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    risk: 4.2,
    sure: 0.75,
    words: [
      'did not receive identification',
      'unable to negotiate',
      'bad syntax',
      'syntax or protocol',
      'possible break-in',
      'reverse lookup',
      'does not map back',
      'connection reset',
      'preauth',
      'invalid request',
      '/400',
    ],
    pattern:
      /did not receive identification|syntax or protocol errors|possible break-in|does not map back|invalid (?:request|syntax)|TCP_DENIED\/400/i,
  },
  {
    id: 'log-error',
    reason: 'The program reports an error.',
    ...fault,
    risk: 2.2,
    sure: 0.5,
    words: ['error', 'fail', 'warn', 'cannot', 'could not', 'impossible', 'unable'],
    pattern: /\berror\b|\bfail(?:ed|ure)?\b|\bwarn(?:ing)?\b|\b(?:cannot|could not|impossible|unable)\b/i,
  },
];

const header =
  /^(?:<\d{1,3}>)?(?:1 )?(?:\[?(?:[A-Z][a-z]{2} +\d{1,2} +(?:\d{4} +)?\d\d:\d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\d{4}[-/ ](?:\d\d|[A-Z][a-z]{2})[-/ ]\d\d[T ]\d\d:\d\d)|\d{10}(?:\.\d{3})\s|%[A-Z]{2,8}-\d-\d+|LEEF:|CEF:|\[(?:error|notice|warn|crit|alert|info|debug)\]|[a-z][\w.-]{1,20}(?:\[\d+\])?: \S)/;
const accessLog =
  /^(\S+ )?\S+ \S+ \S+ \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[^\]]{8,20}\] "([^"]{0,8000})" (\d{3}) \S+(?: "[^"]*" "([^"]*)")?/;

/** Whether a text is a line of a log rather than what a visitor sent. */
export function isLogLine(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.length < 20 || !(first === 60 || first === 37 || first === 91 || (first >= 48 && first <= 122)))
    return false;
  return header.test(text);
}

/** A word and a colon before something: a program's log line, and as often a parameter or a header that somebody sent. */
const label = /^[a-z][\w.-]{1,20}: \S/;

/** Whether only a word and a colon make this a log line; what a web server was sent may begin so too. */
export const isOnlyLabelled = (text: string): boolean => label.test(text);

/** IIS: date, time, names, method, path, query. */
const iisLog =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:\S{1,60} ){1,5}(GET|POST|HEAD|PUT|OPTIONS) (\S{1,4000}) (\S{1,4000}) /;

/** The request and the browser's name of a web server's access-log line, as a raw request; null for other texts. */
export function requestOfLogLine(text: string): string | null {
  if (text.charCodeAt(4) === 45) {
    const iis = iisLog.exec(text);
    if (iis) return `${iis[1]} ${iis[2]}${iis[3] === '-' ? '' : `?${iis[3]}`} HTTP/1.1\r\n\r\n`;
  }
  if (!text.includes('"') || !text.includes('[')) return null;
  const match = accessLog.exec(text);
  if (!match) return null;
  const agent = match[4] ?? '';
  return `${match[2]}\r\n${agent === '' || agent === '-' ? '' : `User-Agent: ${agent}\r\n`}\r\n`;
}
