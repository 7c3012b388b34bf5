/** Senders that speak syslog or JSON over TCP: the listeners of this server. */
import { defineSetup, type ListenerSettings, partsOfAddress } from './setup.ts';

const ports = { SYSLOG_TCP_PORT: 5516, SYSLOG_UDP_PORT: 5514, JSON_TCP_PORT: 5515 } as const;

function portOf(name: keyof typeof ports, listeners: ListenerSettings): number {
  const set = {
    SYSLOG_TCP_PORT: listeners.syslogTcpPort,
    SYSLOG_UDP_PORT: listeners.syslogUdpPort,
    JSON_TCP_PORT: listeners.jsonTcpPort,
  }[name];
  return set ?? ports[name];
}

export const syslog = defineSetup({
  name: 'syslog',
  title: 'Syslog, or JSON over TCP',
  versions: 'rsyslog 8.2302, Cowrie 3.1.4 and OpenCanary 0.9.10, each tried',
  note: 'Only the port for TLS is encrypted: use the others within a network that you trust. A message is a sensor’s JSON, CEF, LEEF, or a line about a sign-in (auth.log, fail2ban).',
  steps({ address, key, name, listeners, fingerprint }) {
    const { host } = partsOfAddress(address);
    const at = (setting: keyof typeof ports): number => portOf(setting, listeners);
    return [
      {
        title:
          'Set these for this server, where they are not set yet, and restart it. The last is for senders that cannot send a key.',
        file: '.env',
        code: `HOST=0.0.0.0
SYSLOG_TCP_PORT=${at('SYSLOG_TCP_PORT')}
SYSLOG_UDP_PORT=${at('SYSLOG_UDP_PORT')}
JSON_TCP_PORT=${at('JSON_TCP_PORT')}
LISTENER_NODES=ADDRESS_OF_THE_SENSOR=${name}
`,
      },
      {
        title: 'rsyslog: the log of sign-ins, with the key.',
        file: '/etc/rsyslog.d/decoyverse.conf',
        code: `template(name="decoyverse" type="string"
  string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% - [decoyverse@0 key=\\"${key}\\"] %msg:2:$%\\n")
auth,authpriv.* action(type="omfwd" target="${host}" port="${at('SYSLOG_TCP_PORT')}" protocol="tcp" template="decoyverse")
`,
      },
      ...(listeners.syslogTlsPort === null
        ? []
        : [
            {
              title: 'rsyslog: the same over TLS (apt install rsyslog-gnutls).',
              file: '/etc/rsyslog.d/decoyverse.conf',
              code: `template(name="decoyverse" type="string"
  string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% - [decoyverse@0 key=\\"${key}\\"] %msg:2:$%\\n")
auth,authpriv.* action(type="omfwd" target="${host}" port="${listeners.syslogTlsPort}" protocol="tcp" template="decoyverse"
  StreamDriver="gtls" StreamDriverMode="1" ${
    fingerprint === null
      ? `StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${host}" StreamDriver.CAFile="/etc/ssl/certs/ca-certificates.crt"`
      : `StreamDriverAuthMode="x509/fingerprint" StreamDriverPermittedPeers="SHA256:${fingerprint}"`
  })
`,
            },
          ]),
      {
        title: 'OpenCanary: a handler beside "file" in "logger", with a format of its own beside "plain".',
        file: '/etc/opencanaryd/opencanary.conf',
        code: `"formatters": {"plain": {"format": "%(message)s"}, "decoyverse": {"format": "${key} %(message)s"}},
"decoyverse": {"class": "logging.handlers.SysLogHandler", "address": ["${host}", ${at('SYSLOG_UDP_PORT')}], "formatter": "decoyverse"}`,
      },
      {
        title:
          'Cowrie: it keeps up to 10,000 events while this server is away. It sends no key: see LISTENER_NODES.',
        file: 'cowrie.cfg',
        code: `[output_socketlog]
enabled = true
address = ${host}:${at('JSON_TCP_PORT')}
timeout = 5
`,
      },
    ];
  },
});
