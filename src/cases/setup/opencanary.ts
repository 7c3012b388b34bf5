/** OpenCanary: its own webhook handler, with the record itself as the body. */
import { defineSetup } from './setup.ts';

export const opencanary = defineSetup({
  name: 'opencanary',
  title: 'OpenCanary',
  versions:
    '0.9.10, tried with the program itself; its webhook is there since 0.7.1 and `logtype.ignorelist` since 0.9.1, as its packages show. Before 0.7.1, let `decoyverse follow` read its log.',
  note: 'OpenCanary waits for each answer before it serves its visitor, and sends nothing again. Without `logtype.ignorelist` it does not start while this server cannot be reached.',
  steps: ({ address, key }) => [
    {
      title: 'Replace "logtype.ignorelist" and "logger" in the configuration by these.',
      file: '/etc/opencanaryd/opencanary.conf',
      code: `"logtype.ignorelist": [1001],
"logger": {
  "class": "PyLogger",
  "kwargs": {
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {
      "file": {"class": "logging.FileHandler", "filename": "/var/tmp/opencanary.log"},
      "decoyverse": {
        "class": "opencanary.logger.WebhookHandler",
        "url": "${address}/ingest/opencanary",
        "method": "POST",
        "data": "%(message)s",
        "headers": {"Content-Type": "application/json; charset=utf-8", "X-Node-Key": "${key}"},
        "status_code": 200,
        "timeout": 5
      }
    }
  }
}`,
    },
    { title: 'Restart it.', code: 'sudo systemctl restart opencanary || opencanaryd --restart' },
    {
      title: 'Test it: sign in to its FTP server from another machine.',
      code: 'curl -sS --user backup:test ftp://ADDRESS_OF_THE_CANARY/',
    },
  ],
});
