/**
 * A command behind a separator, in a value that a program might hand to a shell: `198.51.100.8;ls`, `x%0aid`. Which
 * program is called hardly matters; what stands before the separator and behind the word does, because prose, matrix
 * parameters and code have separators too.
 */
import type { RequestValue } from './request-values.ts';

/** Programs whose names are no English words: behind a separator they are called. */
const programs = new Set(
  (
    'ls pwd whoami uname wget curl ping ping6 nslookup dig ifconfig netstat bash sh dash zsh ksh csh ash perl python python2 ' +
    'python3 ruby php lua luajit nodejs nc ncat netcat socat awk gawk mawk nawk sed chmod chown chgrp printenv ps df du tac nl xxd ' +
    'hexdump od base64 base32 powershell pwsh ipconfig systeminfo tasklist certutil bitsadmin mshta wmic rundll32 regsvr32 ' +
    'uptime lscpu lsof lsblk lspci dmesg crontab passwd useradd adduser usermod chpasswd ssh scp sftp telnet tftp ftpget rsync ' +
    'busybox openssl gcc cc tar gzip gunzip bzip2 xz zcat bzcat unzip mkdir rmdir mkfifo mknod xargs stdbuf nohup setsid ' +
    'systemctl iptables sysctl strace ltrace gdb vim vi nano emacs traceroute tracert nmap arp getent hostnamectl ' +
    'printf expr seq egrep fgrep grep sudo su rm mv cp ln dd cd chsh chfn basename dirname readlink realpath ' +
    'md5sum sha1sum sha256sum killall pkill pgrep mysql psql sqlite3 git svn docker kubectl aws gsutil az ' +
    'taskkill icacls vssadmin wevtutil findstr ver vol nproc lua5.3 tclsh expect'
  ).split(' '),
);
/** Names that are words too, or short: they count where the form speaks for a command. */
const words = new Set(
  (
    'id cat sleep sort find date who w more less head tail cut top last test time touch kill make echo mail type net dir set at ' +
    'host file man mount look split join read watch yes true false expand fold paste script service strings tree wall write ' +
    'history hostname users groups env route nice exit export source eval exec command timeout cmp comm diff tr wc uniq rev ' +
    'shuf tee stat free node go pip ip ss nl ed ex cmd copy del ren start fetch install patch reboot shutdown halt finger'
  ).split(' '),
);
const off = new Set(['reboot', 'shutdown', 'halt']);
/** Assignments that change what a shell runs. */
const variable =
  /^(?:PATH|IFS|LD_PRELOAD|LD_LIBRARY_PATH|HOME|SHELL|ENV|BASH_ENV|PS4|PYTHONPATH|PERL5OPT|PERL5LIB)=/;
const construct =
  /^(?:while\s[^;\n]{1,60};\s*do\s|until\s[^;\n]{1,60};\s*do\s|for\s+\w{1,20}\s+in\s[^;\n]{0,80};\s*do\s|if\s[^;\n]{1,80};\s*then\s|case\s\S{1,40}\sin\s|while\s*:\s*;|for\s*\(\(|\(\)\s*\{)/;
const programPath = /^(?:(?:\/usr)?(?:\/local)?\/s?bin|\/tmp|\/var\/tmp|\/dev\/shm|~|\.{1,2})\/[\w.+*?[\]-]/;
const separator = /;|\|\|?|&&?|`|\$\(|[\r\n]+/g;
/** What such a field holds when nobody tampers with it: an address, a name, a number, a file; or nothing. */
const data =
  /^(?:|-?\d{1,12}|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|\[?[\da-f:]*:[\da-f:]+\]?|(?:[\w-]{1,60}\.){1,5}[a-z]{2,10}|https?:\/\/\S{1,120}|[\w-]{1,40}(?:\.\w{1,5})?|[\w.@%+/-]{1,80}|['")}\]]{1,4})$/i;
/** What ends the value of such a field: an address or a number, a mark of code, the name of a file or a host, an address of mail or of a page, a path. */
const speaking =
  /^$|^\d+$|['")]$|\.\w{2,5}$|^(?:[\w-]{1,60}\.){2,5}[a-z]{2,10}$|^[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}$|^https?:\/\/[^\s?=]{1,120}$|^[\w.-]{1,40}(?:\/[\w.-]{1,40}){1,8}$|^\d{2,5}x\d{2,5}$|^[\da-f]{2}(?::[\da-f]{2}){5}$/i;
/** Names of fields whose values programs of a device are called with. */
const calledWith =
  /^(?:(?:x-)?(?:forwarded|real|client|remote|true|originating|cluster)[\w-]{0,20}|ip|ip_?(?:v4|v6)?_?addr\w*|\w{0,12}host(?:name)?|addr(?:ess)?|target|dest\w*|domain|server|ping\w*|trace\w*|iface|interface|if_?name|device|cmd|command|exec\w*|ntp\w*|dns\w*|gateway|gw|mac|ssid|file(?:_?name)?|path|dir|folder|args?|codec|input|output|port|user(?:_?name)?|login|tz|time_?zone)$/i;
const address = /^\d{1,3}(?:\.\d{1,3}){3}$|^\[?(?=[\da-f:]{0,40}::|(?:[\da-f]{1,4}:){7})[\da-f:]{2,40}\]?$/i;
const entity =
  /^(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos|nbsp|copy|reg|trade|hellip|[mn]dash|[lr][sd]quo|laquo|raquo|bull|middot|deg|euro|pound|yen|sect|times|[a-z](?:uml|acute|grave|circ|tilde|cedil)|szlig);/i;
const maxTries = 12;

/** `c''at`, `w\ho\am\i`, `u$@name`, `ca${x}t`: as the shell reads it. */
function undisguised(word: string): string {
  return word.replace(/\$(?:[@*!]|\{\w{0,8}[^}]{0,8}\})/g, '').replace(/["'\\^]/g, '');
}

export interface ChainedCommand {
  /** From the separator on, as it stands in the value's own spelling where that is the same. */
  text: string;
  risk: number;
}

const certain = 8;
const likely = 7.3;

function judge(
  lead: string,
  isTight: boolean,
  rest: string,
  mark: string,
  { key, place }: RequestValue,
): number {
  if (construct.test(rest)) return certain;
  // Words in braces, which a shell parts: `{cat,notes.txt}`.
  if (/^\{[a-z]{2,12},[^\s{}]{1,80}\}/.test(rest)) return data.test(lead) && isTight ? likely : 0;
  const token = /^[^\s;|&`<>()]{1,60}/.exec(rest)?.[0] ?? '';
  if (token === '') return 0;
  const behind = rest.slice(token.length);
  const isData = data.test(lead);
  if (variable.test(token)) return isData && /^[;&|\s]/.test(behind) ? certain : 0;
  if (/^\w{1,12}=/.test(token)) return isData && /^[;&|]\s?\$\w/.test(behind) ? certain : 0;
  if (programPath.test(token)) return isData ? likely : 0;
  const plain = undisguised(token);
  const isDisguised = plain !== token && /[a-z]["'\\^$]/i.test(token);
  const name = plain.slice(plain.lastIndexOf('/') + 1).replace(/\.exe$/i, '');
  if (!/^[a-z][\w.+-]*$/.test(name)) return 0;
  const endsThere = /^\s*(?:$|[;|&`)<>"'#\r\n])/.test(behind);
  const hasArguments =
    /^\s+(?:-{1,2}\w|\/\w*|\.{1,2}\/|~|\$|\d|"|'|[\w-]{1,40}\.[\w/]{1,20}|[\w-]{1,40}\s*(?:$|[;|&#]))/.test(
      behind,
    );
  if (programs.has(name)) {
    if (isDisguised) return certain;
    if (isData && (endsThere || hasArguments || isTight)) return certain;
    return isTight && (endsThere || hasArguments) && lead.split(/\s+/).length <= 3 ? likely : 0;
  }
  if (words.has(name)) {
    if (!isData || (mark === '|' && !isTight)) return 0;
    if (isDisguised) return certain;
    // A call in a value, or a machine switched off behind one: no list of words holds it.
    const isCall = mark === '$(' ? /^\s*\)/.test(behind) : mark === '`' && /^\s*`\s*(?:$|[;|&])/.test(behind);
    const speaks =
      address.test(lead) ||
      speaking.test(lead) ||
      calledWith.test(key) ||
      isCall ||
      // Lines are typed into forms, not into addresses.
      (/[\r\n]/.test(mark) && (place === 'query' || place === 'path')) ||
      (off.has(name) && mark !== '|');
    if (endsThere) return speaks && (isTight || address.test(lead)) ? likely : 0;
    return hasArguments &&
      (isTight || speaks) &&
      /^\s+(?:-{1,2}\w|\/|\.{1,2}\/|\d|\$|[\w-]+\.\w|[\w-]+\s*(?:$|[;|&#]))/.test(behind)
      ? likely
      : 0;
  }
  // Any other word is a command only where an address was asked for.
  return address.test(lead) && isTight && !/\.[a-z]{2,}$/.test(name) && (endsThere || hasArguments) ? 6.6 : 0;
}

/** Null in prose: what stands before the separator is more than such a field holds. */
export function findChainedCommand(value: RequestValue): ChainedCommand | null {
  const { text, place } = value;
  separator.lastIndex = 0;
  // A text of many lines that has commands in it is a document, not a command.
  const isDocument = text.includes('```') || text.startsWith('#!/') || (text.match(/\n/g)?.length ?? 0) > 3;
  let tries = 0;
  let from = 0;
  for (let match = separator.exec(text); match !== null && tries < maxTries; match = separator.exec(text)) {
    tries += 1;
    const mark = match[0];
    const lead = text.slice(from, match.index);
    const after = text.slice(match.index + mark.length, match.index + mark.length + 200);
    const rest = after.replace(/^[\s(]{1,6}/, '');
    const isTight = !/^\s/.test(after) && !/\s$/.test(lead);
    const trimmed = lead.trim();
    // An entity of HTML ends with a semicolon; words of a list are parted by one.
    const isEntity =
      (mark === ';' && /&#?\w{1,10}$/.test(text.slice(Math.max(0, match.index - 12), match.index))) ||
      (mark === '&' && entity.test(after));
    const isProse = trimmed.split(/\s+/).length > 4;
    // In prose code stands between backquotes.
    const isQuotedCode =
      mark === '`' && !address.test(trimmed) && (/\s$/.test(lead) || /^[^`]{1,80}`\s+\w/.test(rest));
    const isMatrix = place === 'path' && mark === ';' && /^\w+=/.test(rest);
    if (!isEntity && !isProse && !isQuotedCode && !isMatrix && rest !== '') {
      const risk = isDocument ? 0 : judge(trimmed, isTight, rest, mark, value);
      if (risk > 0) return { text: text.slice(match.index, match.index + 120), risk };
    }
    if (mark !== '`' && mark !== '$(') from = match.index + mark.length;
  }
  return null;
}
