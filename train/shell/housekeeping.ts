/**
 * What machines run by themselves, as an endpoint agent reports it: package scripts, configuration management, health
 * checks, backups, builds. Written for this purpose; `a|b` within `{}` stands for either.
 */
const templates: readonly string[] = [
  '/bin/sh /var/lib/dpkg/info/{nmap-common|openssh-server|nginx|tzdata|libc6|postgresql-16|man-db|ca-certificates}.{postinst|preinst|postrm|prerm} {configure|install|remove|upgrade|triggered}',
  '/bin/sh /var/lib/dpkg/info/{python3|systemd|dbus|sudo|openjdk-21-jre}.postinst configure {1.2-3|255.4-1|3.11.2-1}',
  '/bin/bash /var/lib/dpkg/tmp.ci/preinst upgrade {7.93|1.18.0-6}',
  '/bin/sh /var/tmp/rpm-tmp.{Xa3k9q|b81Kzz|QmW0pL} {1|2}',
  '/usr/bin/dpkg --status-fd {21|34} --no-triggers --unpack --auto-deconfigure /var/cache/apt/archives/{curl|nginx|vim}_8.5_amd64.deb',
  '/usr/bin/perl -w /usr/share/debconf/frontend /var/lib/dpkg/info/{tzdata|sudo|grub-pc}.postinst configure',
  '/usr/bin/python3 /usr/bin/unattended-upgrade {--download-only|}',
  '/bin/sh /usr/lib/apt/apt.systemd.daily {install|update}',
  '/bin/sh /etc/cron.daily/{logrotate|man-db|apt-compat|dpkg|mlocate}',
  '/bin/sh -c [ -x /usr/sbin/anacron ] || ( cd / && run-parts --report /etc/cron.daily )',
  '/bin/sh -c cd / && run-parts --report /etc/cron.hourly',
  '/bin/sh -c test -x /usr/sbin/anacron || run-parts --report /etc/cron.weekly',
  '/usr/sbin/CRON -f -P',
  '/bin/sh /usr/lib/update-notifier/update-motd-updates-available',
  '/bin/sh /etc/update-motd.d/{50-motd-news|90-updates-available|00-header}',
  '/bin/sh -c {mandb|ldconfig|update-ca-certificates|update-initramfs -u} > /dev/null 2>&1',
  '/bin/sh -c /usr/bin/python3 /home/{deploy|ansible|svc}/.ansible/tmp/ansible-tmp-17{0|1|2}3{1|4|7}2.{4|8}-{1|2}3/AnsiballZ_{setup|command|copy|apt|service|file|stat|user|template}.py && sleep 0',
  '/bin/sh -c ( umask 77 && mkdir -p "` echo /root/.ansible/tmp `"&& mkdir "` echo /root/.ansible/tmp/ansible-tmp-17{0|5}2.1-7 `" && echo ansible-tmp-17{0|5}2.1-7="` echo /root/.ansible/tmp/ansible-tmp-17{0|5}2.1-7 `" ) && sleep 0',
  '/bin/sh -c rm -f -r /root/.ansible/tmp/ansible-tmp-17{0|5}2.{1|9}-7/ > /dev/null 2>&1 && sleep 0',
  '/bin/sh -c chmod u+x /home/{deploy|svc}/.ansible/tmp/ansible-tmp-17{0|5}2.1-7/ /home/{deploy|svc}/.ansible/tmp/ansible-tmp-17{0|5}2.1-7/AnsiballZ_{copy|file}.py && sleep 0',
  '/bin/sh -c echo BECOME-SUCCESS-{abcdefgh|qwjkzmvb} ; /usr/bin/python3',
  '/bin/sh -c echo ~{deploy|root} && sleep 0',
  'sudo -H -S -n -u root /bin/sh -c echo BECOME-SUCCESS-{abcdefgh|qwjkzmvb} ; /usr/bin/python3.{9|11} /var/tmp/ansible-tmp-1/AnsiballZ_{apt|systemd}.py',
  '/opt/puppetlabs/puppet/bin/ruby /opt/puppetlabs/puppet/bin/puppet agent {--onetime|--no-daemonize} --verbose',
  '/bin/sh -c /opt/puppetlabs/bin/facter {-p|--json} {os|networking} 2>/dev/null',
  '/opt/chef/embedded/bin/ruby /opt/chef/bin/chef-client -c /etc/chef/client.rb',
  '/bin/sh -c dpkg-query -W -f=\'${Status}\' {nginx|curl|ntp} 2>/dev/null | grep -q "install ok installed"',
  '/usr/bin/python3 /usr/bin/salt-minion {-d|}',
  '/bin/sh -c systemctl is-active {nginx|sshd|docker} && systemctl is-enabled {nginx|sshd|docker}',
  '/bin/sh -c curl -f{|s|sS} http://{127.0.0.1|localhost}:{8080|3000|9000|80}/{health|healthz|ready|ping|status} || exit 1',
  '/bin/sh -c wget {-q|--spider|-qO-} http://{127.0.0.1|localhost}:{8080|3000|9200}/{health|_cluster/health|api/ping} || exit 1',
  'curl -fsS -m 5 http://{127.0.0.1|localhost}:{8080|9090}/{health|-/healthy|metrics}',
  '/bin/sh -c pg_isready -U {postgres|app} -d {shop|app}{ -h localhost|}',
  '/bin/sh -c redis-cli {ping|-a pass ping} | grep PONG',
  '/bin/sh -c mysqladmin ping -h localhost {--silent|-uroot}',
  '/bin/bash -c timeout {1|2|5} bash -c "</dev/tcp/{127.0.0.1|db|redis}/{5432|6379|8080}"',
  '/bin/bash -c (echo > /dev/tcp/{localhost|127.0.0.1|db.internal}/{80|5432|3306}) >/dev/null 2>&1',
  '/bin/bash -c exec 3<>/dev/tcp/{localhost|127.0.0.1}/{8080|80|9000}; echo -e "GET /{health|status} HTTP/1.{0|1}\\r\\n" >&3; cat <&3',
  '/bin/sh -c nc -z {127.0.0.1|localhost|db} {5432|6379|8080} || exit 1',
  '/bin/bash -c until nc -z {db|redis} {5432|6379}; do sleep 1; done; exec {npm start|gunicorn app:app}',
  '/bin/grpc_health_probe -addr=:{9090|50051}',
  '/usr/bin/check_{disk|load|procs|http|swap} -w {20%|5,4,3} -c {10%|10,8,6}',
  '/usr/lib/nagios/plugins/check_{disk|http|ssh} -H {localhost|127.0.0.1}',
  "/bin/sh -c df -P {/|/var|/home} | tail -1 | awk '{print $5}'",
  '/bin/sh -c ps -ef | grep {nginx|java|mysqld} | grep -v grep | wc -l',
  "/bin/sh -c uptime | awk -F'load average:' '{ print $2 }'",
  '/bin/sh -c cat /proc/{loadavg|meminfo|stat} | head -{1|5}',
  '/bin/bash -c ss -{ltn|tuln} | grep :{22|80|443}',
  '/bin/sh -c tar -c{z|J|}f /var/backups/{etc|www|home}-$(date +%F).t{gz|ar} /{etc|var/www|home} {--exclude=cache|}',
  '/bin/bash /usr/local/bin/{backup|rotate|snapshot|sync}.sh {daily|weekly|--quiet|/srv/data}',
  '/usr/bin/restic -r {s3:s3.example.com/backup|/mnt/backup|sftp:backup@nas:/restic} {backup /home|forget --prune --keep-daily 7|check}',
  '/usr/bin/borg create --stats {ssh://backup@nas/./repo|/mnt/backup/repo}::{hostname}-{now} /home /etc',
  '/usr/bin/rsync -a{|z}{|H} --delete {/home/|/srv/data/|/var/www/} {backup@nas:/backup/|/mnt/backup/}',
  '/bin/sh -c pg_dump {-Fc shop|-U app app} | gzip > /var/backups/{shop|app}-$(date +\\%F).sql.gz',
  '/bin/sh -c mysqldump --all-databases{ --single-transaction|} | gzip -c > /backup/mysql-$(date +%F).sql.gz',
  '/usr/bin/duplicity {incremental|full} /home file:///mnt/backup',
  '/bin/sh -c find /var/backups -{type f -name "*.gz"|name "*.tgz"} -mtime +{7|14|30} -delete',
  '/bin/sh -c find /{tmp|var/tmp|var/log} -name "*.{log|gz|tmp}" -mtime +{7|30} -delete',
  '/usr/sbin/logrotate {-s /var/lib/logrotate/status |}/etc/logrotate.conf',
  '/bin/sh -c invoke-rc.d rsyslog rotate > /dev/null',
  '/bin/sh -c [ ! -f /var/run/nginx.pid ] || kill -USR1 `cat /var/run/nginx.pid`',
  '/bin/sh -e /home/runner/work/_temp/{1f2e|9ab3}.sh',
  '/usr/bin/bash -e {-o pipefail |}/home/runner/work/_temp/{77aa|01cd}-{44|91}.sh',
  '/bin/sh -c {npm ci|npm run build|npm test|yarn install --frozen-lockfile|pnpm build} && {npm run lint|npm prune|echo done}',
  'sh -c {node|vite build|tsc -p .|eslint src|jest --ci|webpack --mode production}',
  '/bin/bash -c set -eo pipefail; {make test|make -j4 build|go test ./...|cargo test --all} 2>&1 | tee {build|test}.log',
  '/bin/sh -xe /tmp/jenkins{123|8842}{45|7710}.sh',
  '/bin/sh -c "/var/jenkins_home/workspace/{shop|api}@tmp/durable-{1a2b|9f}/script.sh.copy"',
  '/usr/bin/bash --noprofile --norc -e -o pipefail /runner/_work/_temp/{5|8}c1d.sh',
  '/usr/bin/git -c protocol.version=2 fetch --no-tags --prune --depth=1 origin +refs/heads/{main|dev}',
  '/usr/bin/docker {build -t shop:latest .|push registry.example.com/shop|pull node:24}',
  '/usr/bin/gitlab-runner run --working-directory /home/gitlab-runner --config /etc/gitlab-runner/config.toml',
  '/bin/sh -c cp -r dist/{*|.} /srv/{www|app}/ && systemctl reload {nginx|app}',
  '/bin/sh -c chown -R {www-data|app}:{www-data|app} /srv/{www|app} && chmod -R {755|u=rwX,go=rX} /srv/{www|app}',
  '/bin/sh /docker-entrypoint.sh {nginx -g daemon off;|postgres|redis-server}',
  '/bin/sh -c exec {gunicorn|uvicorn|node|java -jar} {app:app|main:app|server.js|app.jar}',
  '/usr/bin/tini -- /bin/sh -c {exec nginx|node server.js|./entrypoint.sh}',
  '/bin/sh -c -- /controller/manager {wal-archive|wal-restore|instance run} {--log-destination /controller/log/postgres.json |}pg_wal/00000001000000{00|01}',
  'runc --root /var/run/docker/runtime-runc/moby --log /run/containerd/log.json exec --process /tmp/runc-process{1|88}',
  '/usr/lib/snapd/snap-exec {firefox|lxd.daemon}',
  '/bin/sh /usr/bin/lesspipe',
  '/bin/bash -c source /etc/profile && {env|export -p}',
  '/bin/sh -c which {git|python3|docker} && {git|python3|docker} --version',
  "/bin/sh -c ip -o -4 addr show {eth0|ens3} | awk '{print $4}'",
  '/bin/sh -c lsb_release -{a|cs|is} 2>/dev/null',
  '/usr/bin/lsb_release -{a|s -d}',
  '/bin/sh -c uname -{r|p|a} 2> /dev/null',
  '/bin/sh -c LC_ALL=C /sbin/ldconfig -p 2>/dev/null',
  '/usr/bin/python3 -c import sys; print(sys.version_info[{0|1}])',
  '/usr/bin/python3 -m {pip install -r requirements.txt|pytest -q|venv .venv|http.server --bind 127.0.0.1}',
  '/usr/bin/find /usr/share/{man|doc} -type f -name *.gz',
  '/usr/sbin/update-{rc.d nginx defaults|alternatives --install /usr/bin/editor editor /usr/bin/vim 50}',
  '/bin/systemctl {daemon-reload|restart nginx.service|--quiet is-enabled ssh|preset-all}',
  '/usr/lib/systemd/systemd-{logind|journald|udevd|networkd}',
  '/usr/bin/certbot -q renew {--deploy-hook "systemctl reload nginx"|}',
  "/bin/sh -c test -x /usr/bin/certbot -a \\! -d /run/systemd/system && perl -e 'sleep int(rand(43200))' && certbot -q renew",
  '/usr/bin/freshclam --quiet --config-file=/etc/clamav/freshclam.conf',
  '/usr/sbin/aide --check --config /etc/aide/aide.conf',
  '/var/ossec/bin/wazuh-{execd|logcollector|syscheckd}',
  '/bin/sh -c last -n {20|5}',
  "/bin/sh -c netstat -{tulpn|an} | sed 's/\\([[:alnum:]]\\+\\)\\ \\+/\\1/' | sort -k 4 -g",
  '/usr/bin/telegraf -config /etc/telegraf/telegraf.conf',
  '/bin/sh -c [ -d /var/lib/{php|php/sessions} ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi',
  '/bin/sh -ec mkdir -p {build|out} && cd {build|out} && cmake .. && make',
  'make -C /lib/modules/{6.1.0|6.8.0-45}/build M=/var/lib/dkms/{zfs|nvidia}/2.1/build modules',
  '/bin/sh ./configure --prefix=/usr{/local|} --{disable-static|enable-shared}',
  '/bin/sh ../libtool --tag=CC --mode=compile gcc -O2 -c {main|parser}.c',
  'cmd.exe /c {ver|echo %PROCESSOR_ARCHITECTURE%|dir /b C:\\ProgramData}',
  'powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File "C:\\Program Files\\{Backup\\run|Monitoring\\check}.ps1"',
];

const slot = /\{([^{}|]*(?:\|[^{}|]*)+)\}/;
const most = 12;

/** Every template with each of its choices, at most `most` forms of one. */
export function housekeeping(): string[] {
  return templates.flatMap((template) => {
    let forms = [template];
    for (;;) {
      const match = slot.exec(forms[0]!);
      if (match === null) return forms.slice(0, most);
      forms = match[1]!
        .split('|')
        .flatMap((choice) => forms.map((form) => form.replace(match[0], () => choice)))
        .slice(0, 64);
      // The first forms would all have the same last choice: take them from all over.
      if (forms.length > most) {
        const step = forms.length / most;
        forms = Array.from({ length: most }, (_, at) => forms[Math.floor(at * step)]!);
      }
    }
  });
}
