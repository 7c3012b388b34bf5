/** fail2ban and auth.log: their lines, sent by rsyslog to the listener for syslog. */
import { defineSetup, partsOfAddress } from './setup.ts';

export const fail2ban = defineSetup({
  name: 'fail2ban',
  title: 'fail2ban and auth.log',
  versions: 'rsyslog 8.2302; fail2ban 1, its lines are known from its source',
  note: 'Nothing of it is encrypted: use it within a network that you trust, or the port for TLS (see the set-up of syslog). A sign-in that succeeds is an honest user’s and no event.',
  steps({ address, key, listeners }) {
    const { host } = partsOfAddress(address);
    const port = listeners.syslogTcpPort ?? 5516;
    return [
      {
        title: 'Set these for this server, where they are not set yet, and restart it.',
        file: '.env',
        code: `HOST=0.0.0.0\nSYSLOG_TCP_PORT=${port}\n`,
      },
      {
        title: 'rsyslog: the log of fail2ban and that of sign-ins, with the key.',
        file: '/etc/rsyslog.d/decoyverse.conf',
        code: `module(load="imfile")
input(type="imfile" File="/var/log/fail2ban.log" Tag="fail2ban" Facility="local6")
template(name="decoyverse" type="string"
  string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% - [decoyverse@0 key=\\"${key}\\"] %msg:2:$%\\n")
local6.*;auth,authpriv.* action(type="omfwd" target="${host}" port="${port}" protocol="tcp" template="decoyverse")
`,
      },
      { title: 'Restart it.', code: 'sudo systemctl restart rsyslog' },
      {
        title: 'Test it from another machine: sign in with a wrong password.',
        code: 'ssh nobody@ADDRESS_OF_THE_SERVER',
      },
    ];
  },
});
