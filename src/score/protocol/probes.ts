/** Greetings that scanners send to any port to see what answers, and small protocols known by their first words. */
import { type Protocol, printableAt, toDetail } from './protocol.ts';

const probe = (
  name: string,
  tool: string,
  first: string,
  pattern: RegExp,
  what: string,
  isBinary = true,
): Protocol => ({
  name,
  isBinary,
  isGreeting: true,
  first,
  recognise: (wire) => (pattern.test(wire) ? { what, probe: tool } : null),
});

const words = (name: string, first: string, pattern: RegExp, what: string, isBinary = false): Protocol => ({
  name,
  isBinary,
  first,
  recognise(wire) {
    const found = pattern.exec(wire);
    if (found === null) return null;
    const detail = found[1] === undefined ? undefined : toDetail(found[1]);
    return { what, ...(detail === undefined ? {} : { detail }) };
  },
});

/** Words that only say hello. */
const hello = (...given: Parameters<typeof words>): Protocol => ({ ...words(...given), isGreeting: true });

const any = 'A scanner’s greeting was sent to see what answers.';

export const probes: readonly Protocol[] = [
  {
    name: 'probe',
    isBinary: false,
    isGreeting: true,
    first: 'M',
    recognise(wire) {
      if (!wire.startsWith('MGLNDD_')) return null;
      return { what: any, probe: 'Magellan (RIPE)', detail: printableAt(wire, 0) };
    },
  },
  probe('probe', 'Nmap', 'T', /^TNMP\x04\0\0\0TNME/, any),
  probe('probe', 'Nmap', 'D', /^DmdT\0\0\0\x17/, any),
  probe('probe', 'Nmap', 'H', /^HELP\r\n$/, any, false),
  probe('probe', 'Nmap', '\x01', /^\x01default\n$/, any),
  probe('probe', 'Nmap', '\r\n', /^\r\n\r\n$/, any, false),
  probe('probe', 'Nmap', '\0', /^\0\x0c\0\0\x10\0\0\0\0\0\0\0\0\0$/, any),
  probe('probe', 'Nmap', ':\x12', /^:\0\0\0\/\0\0\0\x02\0\0@\x02/, any),
  hello('ssh', 'S', /^SSH-[12]\.\d{1,2}-([^\r\n]{0,80})/, 'An SSH connection was opened.'),
  words('telnet', '\xff', /^\xff[\xfa-\xfe]./s, 'A Telnet session was negotiated.', true),
  words(
    'smart-install',
    '\0',
    /^\0\0\0\x01\0\0\0[\x01-\x09]\0\0\0[\x04-\x0b]/,
    'A switch’s set-up interface was tried (Cisco Smart Install).',
    true,
  ),
  words(
    'dvrip',
    '\xff',
    /^\xff[\0\x01]\0\0.{10}[\x00-\xff]{6}\{ ?"/s,
    'A video recorder was addressed (DVRIP).',
    true,
  ),
  hello(
    'xmpp',
    '<',
    /^<\?xml[^>]{0,60}\?>\s{0,4}<stream:stream(?: to=['"]([^'"]{1,80}))?/,
    'A chat server was addressed (XMPP).',
  ),
  hello('rsync', '@', /^@RSYNCD: ([\d.]{1,8})/, 'A file transfer was requested (rsync).'),
  words('printer', '\x1b@', /^(?:\x1b%-12345X)?@PJL ([^\r\n]{1,60})/, 'A printer was addressed.'),
  words(
    'lpd',
    '\x01\x02\x03\x04',
    /^[\x01-\x04](?!I\d)([\w-]{1,30})[ \n]/,
    'A print queue was addressed (LPD).',
    true,
  ),
  words(
    'smtp',
    'EHM',
    /^(?:EHLO|HELO|MAIL FROM:|STARTTLS)\s?([^\r\n]{0,80})/i,
    'A mail server was addressed (SMTP).',
  ),
  words(
    'imap',
    'aA0123456789',
    /^[aA]?\d{1,6} (?:CAPABILITY|LOGIN|AUTHENTICATE|STARTTLS|LOGOUT|SELECT)\b([^\r\n]{0,60})/i,
    'A mailbox was addressed (IMAP).',
  ),
  words(
    'ftp',
    'UPAFS',
    /^(?:USER|PASS|AUTH TLS|FEAT|SYST)(?: ([^\r\n]{1,60}))?\r?\n/,
    'A file server was addressed (FTP or POP3).',
  ),
  words(
    'git',
    '0',
    /^[0-9a-f]{4}git-(?:upload|receive)-pack ([^\s\0]{1,80})/,
    'A repository was requested (Git).',
    true,
  ),
  hello('svn', '(', /^\( 2 \( (?:edit-pipeline|svndiff)/, 'A repository was requested (Subversion).'),
  words('bittorrent', '\x13', /^\x13BitTorrent protocol/, 'A BitTorrent transfer was requested.', true),
  words('epmd', '\0', /^\0\x01n$/, 'The names of Erlang nodes were requested.', true),
  words('hadoop', 'h', /^hrpc[\x04-\x0a]/, 'A Hadoop cluster was addressed.', true),
  words('elasticsearch-transport', 'E', /^ES\0\0/, 'An Elasticsearch node was addressed.', true),
  words('ssl-vpn', 'I\0', /^IFT|^\0\0\x55\x97/, 'A tunnel was requested (IF-T).', true),
  words('mms', '\x01', /^\x01\0\0\xfd\xce\xfa\x0b\xb0/, 'A Windows media server was queried (MMS).', true),
  words('backup-agent', '\0', /^\0[\x0e\x0f]87\xa5&/, 'A backup agent was queried.', true),
  words(
    'coap',
    '@P',
    /^[@P]\x01..\xbb\.well-known\x04core/s,
    'An IoT device’s resources were requested (CoAP).',
    true,
  ),
  words('stun', '\0', /^\0[\x01\x03].{2}\x21\x12\xa4\x42/s, 'A STUN server was queried.', true),
  words(
    'quic',
    '\xc0\xc1\xc2\xc3\xcd\xce\xcf',
    /^[\xc0-\xcf]\0\0\0[\x01\x02]|^[\xc0-\xcf](?:k3C|\xff\0\0)/,
    'A QUIC connection was opened (HTTP/3).',
    true,
  ),
  hello(
    'njrat',
    '0123456789',
    /^\d{1,9}(?:\0|\.)?l[lv]\|'\|'\|/,
    'A remote-access trojan reported in (njRAT).',
  ),
];
