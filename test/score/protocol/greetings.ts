/** For each protocol a greeting as its clients or scanners send it, in hexadecimal or as text; and what is shown of it. */

export interface Greeting {
  bytes: string;
  detail?: string;
  probe?: string;
  port?: number;
  service?: string;
}

const hex = (digits: string): string => Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1');
const short = (value: number): string => String.fromCharCode(value >> 8, value & 255);

function clientHello(host: string): string {
  const name = `\0${short(host.length)}${host}`;
  const extension = `\0\0${short(name.length + 2)}${short(name.length)}${name}`;
  const body = `\x03\x03${'r'.repeat(32)}\0\0\x02\x13\x01\x01\0${short(extension.length)}${extension}`;
  const message = `\x01\0${short(body.length)}${body}`;
  return `\x16\x03\x01${short(message.length)}${message}`;
}

/** A message of TPKT around X.224. */
const tpkt = (inner: string): string => `\x03\0${short(inner.length + 4)}${inner}`;
const mongo = `${hex('3a000000 01000000 00000000 d4070000 00000000')}admin.$cmd\0`.padEnd(0x3a, '\0');
const mysqlBody = `\x05\xa6\x3f\x20\0\0\0\x01\x21${'\0'.repeat(23)}root\0\0`;
const kafkaBody = `\0\x12\0\x03\0\0\0\x01\0\x07scanner\0`;

export const greetings: Readonly<Record<string, readonly Greeting[]>> = {
  tls: [
    { bytes: clientHello('decoy.example'), detail: 'decoy.example' },
    { bytes: hex('160301 00ee 01 0000ea 0303 2a2f5257d940e1d9d159ade93c829f94') },
    { bytes: `${hex('16030000690100006503 03551ca7e4')}random1random2random3random4`, probe: 'Nmap' },
    { bytes: '\x16\x03\x01' },
  ],
  ssl2: [{ bytes: `\x80\x2e\x01\0\x02${'\0'.repeat(43)}` }],
  s7: [{ bytes: tpkt('\x11\xe0\0\0\0\x01\0\xc1\x02\x01\0\xc2\x02\x01\x02\xc0\x01\x0a') }],
  rdp: [
    { bytes: tpkt('\x27\xe0\0\0\0\0\0Cookie: mstshash=mara\r\n\x01\0\x08\0\x03\0\0\0'), detail: 'mara' },
    { bytes: tpkt('\x27\xe0\0\0\0\0\0Cookie: mstshash=nmap\r\n\x01\0\x08\0\x03\0\0\0'), probe: 'Nmap' },
    { bytes: hex('030000130ee000000000000100080003000000') },
    { bytes: 'Cookie: mstshash=Administr', detail: 'Administr' },
  ],
  smb: [
    { bytes: hex('000000a4ff534d4272000000000801400000000000000000') },
    { bytes: hex('00000040fe534d4240000000') },
    { bytes: '\xffSMBr\0\0\0\0' },
  ],
  netbios: [{ bytes: `\x81\0\0\x44\x20${'CK'.repeat(16)}\0\x20` }],
  msmq: [{ bytes: hex('100003004c494f524c090000ffffffff0000') }],
  'dce-rpc': [{ bytes: hex('05000b0310000000480000000100000 0d016d016'.replace(' ', '')) }],
  'net-tcp': [
    { bytes: '\0\x01\0\x01\x02\x02\x37net.tcp://127.0.0.1:4016/a', detail: 'net.tcp://127.0.0.1:4016/a' },
  ],
  'dotnet-remoting': [{ bytes: '.NET\x01\0\0\0\0\0\x10\0\0\0' }],
  'java-rmi': [{ bytes: 'JRMI\0\x02K' }],
  jdwp: [{ bytes: 'JDWP-Handshake' }],
  'java-object': [{ bytes: '\xac\xed\0\x05sr\0\x11java.util.HashMap', detail: 'java.util.HashMap' }],
  'weblogic-t3': [{ bytes: 't3 12.1.2\nAS:2048\nHL:19\n\n' }],
  giop: [{ bytes: 'GIOP\x01\0\x01\0\x24\0\0\0' }],
  ajp: [{ bytes: '\x12\x34\0\x02\x02\x02' }],
  probe: [
    { bytes: 'MGLNDD_192.0.2.7_9002\n', probe: 'Magellan (RIPE)' },
    { bytes: 'TNMP\x04\0\0\0TNME\0\0\x04\0', probe: 'Nmap' },
    { bytes: 'HELP\r\n', probe: 'Nmap' },
  ],
  ssh: [{ bytes: 'SSH-2.0-Go\r\n', detail: 'Go' }],
  telnet: [{ bytes: '\xff\xfb\x01\xff\xfd\x03' }],
  'smart-install': [{ bytes: hex('000000010000000100000004000000080000000100000000') }],
  dvrip: [{ bytes: `${hex(`ff${'00'.repeat(13)}f10325000000`)}{ "Ret" : 100, "SessionID" : "0x0" }` }],
  xmpp: [
    {
      bytes: "<?xml version='1.0'?><stream:stream to='decoy.example' xmlns='jabber:client'>",
      detail: 'decoy.example',
    },
  ],
  rsync: [{ bytes: '@RSYNCD: 31.0\n', detail: '31.0' }],
  printer: [{ bytes: '\x1b%-12345X@PJL INFO ID\r\n', detail: 'INFO ID' }],
  lpd: [{ bytes: '\x03queue \n', detail: 'queue' }],
  smtp: [{ bytes: 'EHLO mara.example\r\n', detail: 'mara.example' }],
  imap: [{ bytes: 'a1 CAPABILITY\r\n' }],
  ftp: [{ bytes: 'USER anonymous\r\n', detail: 'anonymous' }],
  git: [{ bytes: '0033git-upload-pack /app.git\0host=decoy.example\0', detail: '/app.git' }],
  svn: [{ bytes: '( 2 ( edit-pipeline svndiff1 ) 21:svn://decoy.example )' }],
  bittorrent: [{ bytes: `\x13BitTorrent protocol${'\0'.repeat(8)}` }],
  epmd: [{ bytes: '\0\x01n' }],
  njrat: [{ bytes: "145.ll|'|'|SGFja2Vk|'|'|DESK-7|'|'|mara|'|'|" }],
  hadoop: [{ bytes: 'hrpc\x09\0\0' }],
  'elasticsearch-transport': [{ bytes: 'ES\0\0\0\x2e' }],
  'ssl-vpn': [{ bytes: '\0\0\x55\x97\0\0\0\x01' }],
  mms: [{ bytes: hex('010000fdcefa0bb0a00000004d4d5314') }],
  'backup-agent': [{ bytes: hex('000e3837a52608a21ba0b10000000000') }],
  coap: [{ bytes: '@\x01\x01\xce\xbb.well-known\x04core' }],
  stun: [{ bytes: `\0\x01\0\0\x21\x12\xa4\x42${'a'.repeat(12)}` }],
  quic: [{ bytes: '\xc3\0\0\0\x01\x08abcdefgh' }],
  sip: [
    { bytes: 'OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0/TCP nm\r\n\r\n', probe: 'Nmap' },
    {
      bytes: 'OPTIONS sip:100@192.0.2.7 SIP/2.0\r\nUser-Agent: friendly-scanner\r\n\r\n',
      probe: 'friendly-scanner',
    },
  ],
  rtsp: [
    {
      bytes: 'DESCRIBE rtsp://192.0.2.7/live RTSP/1.0\r\nCSeq: 1\r\n\r\n',
      detail: 'DESCRIBE rtsp://192.0.2.7/live',
    },
  ],
  rtmp: [{ bytes: `\x03\0\0\0\0\0\0\0\0${'r'.repeat(1528)}` }],
  vnc: [{ bytes: 'RFB 003.008\n', detail: 'RFB 003.008' }],
  x11: [{ bytes: 'l\0\x0b\0\0\0\0\0\0\0\0\0' }],
  adb: [
    { bytes: `${hex('434e584e 00000001 00001000 07000000 32020000 bcb1a7b1')}host::\0`, detail: 'host::' },
  ],
  dicom: [{ bytes: `${hex('0100000000cd00010000')}ANY-SCP         ECHOSCU         `, detail: 'ANY-SCP' }],
  http2: [{ bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' }],
  'http-proxy': [
    { bytes: 'CONNECT mail.example:25 HTTP/1.1\r\nHost: mail.example\r\n\r\n', detail: 'mail.example:25' },
    {
      bytes: 'GET http://mara.example/a HTTP/1.1\r\nHost: mara.example\r\n\r\n',
      detail: 'http://mara.example/a',
    },
  ],
  docker: [
    { bytes: 'GET /v1.24/containers/json HTTP/1.1\r\nHost: a\r\n\r\n' },
    { bytes: 'GET /version HTTP/1.1\r\n\r\n', port: 2375 },
  ],
  http: [
    { bytes: 'GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/5.0 zgrab/0.x\r\n\r\n', probe: 'ZGrab' },
    { bytes: 'GET /nice%20ports%2C/Tri%6Eity.txt%2ebak HTTP/1.0\r\n\r\n', probe: 'Nmap' },
    {
      bytes:
        'GET / HTTP/1.0\r\nUser-Agent: masscan/1.3 (https://github.com/robertdavidgraham/masscan)\r\n\r\n',
      probe: 'masscan',
    },
    { bytes: 'POST /a HTTP/1.1\r\n\r\n' },
  ],
  socks4: [{ bytes: hex('0401005055cea78a00'), detail: '85.206.167.138:80' }],
  socks5: [{ bytes: '\x05\x01\0' }],
  pptp: [{ bytes: hex('009c00011a2b3c4d0001000001000000') }],
  ike: [{ bytes: `${'i'.repeat(8)}${'\0'.repeat(8)}\x01\x10\x02${'\0'.repeat(20)}`, port: 500 }],
  openvpn: [{ bytes: '\x38abcdefgh\0\0\0\0\0', port: 1194 }],
  bitcoin: [{ bytes: '\xf9\xbe\xb4\xd9version\0\0\0\0\0\x66\0\0\0', detail: 'version' }],
  stratum: [
    { bytes: '{"id":1,"method":"mining.subscribe","params":[]}\n', detail: 'mining.subscribe' },
    {
      bytes: '{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"4A","pass":"x","agent":"XMRig"}}\n',
      detail: 'login',
    },
  ],
  minecraft: [
    {
      bytes:
        `\x12\0\x2f\x0ddecoy.example`.replace('\x12', String.fromCharCode(1 + 1 + 1 + 13 + 3)) +
        '\x63\xdd\x01',
      detail: 'decoy.example',
    },
  ],
  'source-query': [{ bytes: '\xff\xff\xff\xffTSource Engine Query\0' }],
  redis: [
    { bytes: '*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$1\r\n*\r\n', detail: 'CONFIG' },
    { bytes: 'info\r\n', detail: 'INFO', port: 6379 },
  ],
  memcached: [{ bytes: 'stats\r\n', detail: 'stats' }, { bytes: `\x80\x0b${'\0'.repeat(22)}` }],
  mongodb: [{ bytes: mongo, detail: 'admin.$cmd' }],
  mysql: [
    { bytes: `${String.fromCharCode(mysqlBody.length + 3 - 3)}\0\0\x01${mysqlBody}`, detail: 'root' },
    { bytes: `\x09\0\0\0\x03select 1`, service: 'mysql' },
  ],
  postgresql: [
    { bytes: hex('0000000804d2162f') },
    { bytes: `\0\0\0\x16\0\x03\0\0user\0mara\0\0\0\0\0`, detail: 'mara' },
    { bytes: 'Q\0\0\0\x0dselect 1\0' },
  ],
  mssql: [
    {
      bytes: hex(
        '1201003400000000000015000601001b000102001c000c0300280004ff080001550000004d5353514c53657276657200480f0000',
      ),
    },
  ],
  oracle: [
    {
      bytes: `${hex('005a0000010000000136012c0000080 07fff7f08'.replace(' ', ''))}${'\0'.repeat(40)}(CONNECT_DATA=(COMMAND=version))`,
      detail: '(CONNECT_DATA=(COMMAND=version))',
    },
  ],
  cassandra: [{ bytes: hex('040000000500000000') }],
  mqtt: [{ bytes: `\x10\x13\0\x04MQTT\x04\x02\0\x3c\0\x07scanner`, detail: 'scanner' }],
  amqp: [{ bytes: 'AMQP\0\0\x09\x01' }],
  kafka: [{ bytes: `\0\0\0${String.fromCharCode(kafkaBody.length)}${kafkaBody}`, detail: 'scanner' }],
  zookeeper: [{ bytes: 'ruok\n' }],
  nats: [{ bytes: 'CONNECT {"verbose":false}\r\n' }],
  stomp: [{ bytes: 'CONNECT\nhost:decoy.example\n\n\0' }],
  openwire: [{ bytes: '\0\0\0\x78\x1f\0\0\0\0\0\0\0\0\0\x01' }],
  modbus: [
    { bytes: hex('0001 0000 0006 01 03 0000 0001'), detail: 'registers read' },
    { bytes: hex('0001 0000 0005 00 2b 0e 01 00'), detail: 'the device asked for its id' },
  ],
  dnp3: [{ bytes: hex('056405c900000000364c') }],
  bacnet: [{ bytes: hex('810a0011010400050 10c0c023fffff194b'.replace(' ', '')) }],
  'opc-ua': [
    {
      bytes: `HELF\x38\0\0\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\x18\0\0\0opc.tcp://192.0.2.7:4840`,
      detail: 'opc.tcp://192.0.2.7:4840',
    },
  ],
  'iec-104': [{ bytes: hex('680443000000') }],
  'ethernet-ip': [{ bytes: hex('630000000000000000000000000000000000000000000000') }],
  'niagara-fox': [{ bytes: 'fox a 1 -1 fox hello\n{\nfox.version=s:1.0\n' }],
  'tank-gauge': [{ bytes: '\x01I20100\n' }],
  proconos: [{ bytes: hex('cc01000b4002000047ee') }],
  snmp: [
    {
      bytes: hex('302602010104067075626c6963a019020400000001020100020100300b300906052b060102010500'),
      detail: 'public',
    },
  ],
  ldap: [
    { bytes: hex('300c020101600702010204008000') },
    { bytes: hex('30840000002d02010763840000002404000a0100') },
  ],
  kerberos: [
    {
      bytes: hex('000000716a816e30816ba103020105a20302010aa4815e305ca00703050050800010a2041b024e4d'),
      probe: 'Nmap',
    },
  ],
  'netbios-names': [
    { bytes: `${hex('80f00010000100000000000020')}${'CK'.concat('A'.repeat(30))}\0\0\x21\0\x01` },
  ],
  dns: [
    {
      bytes: hex('001e000601000001000000000000 0776657273696f6e0462696e640000100003'.replace(' ', '')),
      detail: 'version.bind',
    },
    {
      bytes: `${hex('123401000001000000000000')}\x05decoy\x07example\0\0\x01\0\x01`,
      detail: 'decoy.example',
    },
  ],
  ntp: [{ bytes: `\xe3${'\0'.repeat(47)}` }, { bytes: '\x17\0\x03\x2a\0\0\0\0', detail: 'monlist' }],
  'sun-rpc': [{ bytes: hex('80000028 72fe1d13 00000000 00000002 000186a0 0001977c 00000000') }],
  ssdp: [{ bytes: 'M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\n\r\n' }],
  ipmi: [{ bytes: hex('0600ff07000000000000000000092018c88100388e04b5') }],
  finger: [{ bytes: 'root\r\n', detail: 'root', port: 79 }],
};
