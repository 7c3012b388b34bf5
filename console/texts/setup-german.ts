/** German for what the server says of setting up sensors (src/cases/setup). Without imports, so that a test can hold it against that. */
export const setupGerman: Readonly<Record<string, string>> = {
  'One request reports one event; POST /api/events takes up to 5,000 at once.':
    'Eine Anfrage meldet ein Ereignis; POST /api/events nimmt bis zu 5.000 auf einmal.',
  any: 'alle',
  'Report an event from a shell.': 'Ein Ereignis aus einer Shell melden.',
  'Or from Python, without a library.': 'Oder aus Python, ohne Bibliothek.',
  'OpenCanary waits for each answer before it serves its visitor, and sends nothing again. Without `logtype.ignorelist` it does not start while this server cannot be reached.':
    'OpenCanary wartet auf jede Antwort, bevor es seinen Besucher bedient, und sendet nichts noch einmal. Ohne `logtype.ignorelist` startet es nicht, solange dieser Server nicht erreichbar ist.',
  '0.9.10, tried with the program itself; its webhook is there since 0.7.1 and `logtype.ignorelist` since 0.9.1, as its packages show. Before 0.7.1, let `decoyverse follow` read its log.':
    '0.9.10, mit dem Programm selbst ausprobiert; den Webhook gibt es seit 0.7.1 und `logtype.ignorelist` seit 0.9.1, wie seine Pakete zeigen. Vor 0.7.1 liest `decoyverse follow` sein Log.',
  'Replace "logtype.ignorelist" and "logger" in the configuration by these.':
    '„logtype.ignorelist“ und „logger“ in der Konfiguration durch diese ersetzen.',
  'Restart it.': 'Neu starten.',
  'Test it: sign in to its FTP server from another machine.':
    'Testen: von einem anderen Rechner aus an seinem FTP-Server anmelden.',
  'The output opens a connection for each event and sends nothing again; keep the JSON log, so that `decoyverse import` can fill a gap. Recordings and downloads are sent by `decoyverse follow --recordings … --files …`, which reads the same log (docs/sensors.md).':
    'Die Ausgabe öffnet für jedes Ereignis eine Verbindung und sendet nichts noch einmal; behalte das JSON-Log, damit `decoyverse import` eine Lücke füllen kann. Aufzeichnungen und heruntergeladene Dateien sendet `decoyverse follow --recordings … --files …`, das dasselbe Log liest (docs/sensors.md).',
  '3.1.4, tried with the program itself; its Splunk output is there since 1.5.2, and its records are known from 2.5 on':
    '3.1.4, mit dem Programm selbst ausprobiert; die Splunk-Ausgabe gibt es seit 1.5.2, seine Datensätze sind ab 2.5 bekannt',
  'Write this to cowrie.cfg in the folder of Cowrie, beside etc/: it is read after etc/cowrie.cfg.':
    'Dies in cowrie.cfg im Ordner von Cowrie schreiben, neben etc/: sie wird nach etc/cowrie.cfg gelesen.',
  'Restart it, as its own user and in its folder.':
    'Neu starten, unter seinem eigenen Benutzer und in seinem Ordner.',
  'Test it: sign in from another machine, with any password.':
    'Testen: von einem anderen Rechner aus anmelden, mit irgendeinem Passwort.',
  'All sensors of the T-Pot report with this one key; each becomes a node below this one. Its Logstash reads the configuration in its image unless another is put in its place.':
    'Alle Sensoren des T-Pot melden mit diesem einen Schlüssel; jeder wird ein Knoten unter diesem. Sein Logstash liest die Konfiguration in seinem Image, solange keine andere an ihre Stelle tritt.',
  "24.04 and 22.04; known from their configuration and from other people's set-ups, not tried":
    '24.04 und 22.04; aus ihrer Konfiguration und aus Einrichtungen anderer bekannt, nicht ausprobiert',
  'Copy the configuration of its Logstash to where its container can read it. The second line is for 22.04.':
    'Die Konfiguration seines Logstash dorthin kopieren, wo sein Container sie lesen kann. Die zweite Zeile ist für 22.04.',
  'Add this output at the end of the copy (22.04: /data/elk/logstash.conf).':
    'Diese Ausgabe am Ende der Kopie hinzufügen (22.04: /data/elk/logstash.conf).',
  'Put it in the place of the one in the image: add this line below “volumes:” of the service logstash.':
    'An die Stelle der Konfiguration im Image setzen: diese Zeile unter „volumes:“ des Dienstes logstash hinzufügen.',
  '22.04: the same line there.': '22.04: dort dieselbe Zeile.',
  'The key is part of the address, so use https. One record describes a whole connection, when it ends.':
    'Der Schlüssel ist Teil der Adresse, daher https verwenden. Ein Datensatz beschreibt eine ganze Verbindung, wenn sie endet.',
  '0.11 and later; known from its source, not tried':
    '0.11 und später; aus seinem Quelltext bekannt, nicht ausprobiert',
  'Write this file, and enable it.': 'Diese Datei schreiben und einschalten.',
  'Enable it and restart.': 'Einschalten und neu starten.',
  'Test it from another machine.': 'Von einem anderen Rechner aus testen.',
  'It has no output over HTTP: decoyverse follow runs beside it and sends its log. A session is written when it ends.':
    'Er hat keine Ausgabe über HTTP: decoyverse follow läuft daneben und sendet sein Log. Eine Sitzung wird geschrieben, wenn sie endet.',
  '1.0.7': '1.0.7',
  'Let it write sessions as JSON.': 'Sitzungen als JSON schreiben lassen.',
  'On the sensor, name the server, the key and the log (docs/sensors.md says how to install DecoyVerse there).':
    'Auf dem Sensor den Server, den Schlüssel und das Log nennen (docs/sensors.md sagt, wie DecoyVerse dort installiert wird).',
  'Start the follower.': 'Den Follower starten.',
  'Test it from another machine: sign in with any password.':
    'Von einem anderen Rechner aus testen: mit irgendeinem Passwort anmelden.',
  'It has no output over HTTP: decoyverse follow runs beside it and sends its log. Without `json` among its logs it writes no JSON.':
    'Er hat keine Ausgabe über HTTP: decoyverse follow läuft daneben und sendet sein Log. Ohne `json` unter seinen Logs schreibt er kein JSON.',
  '0.66': '0.66',
  'Let it write its log as JSON.': 'Das Log als JSON schreiben lassen.',
  'Start it again.': 'Noch einmal starten.',
  '3; known from its source, not tried': '3; aus seinem Quelltext bekannt, nicht ausprobiert',
  'Add this to the configuration.': 'Dies zur Konfiguration hinzufügen.',
  'It has no output over HTTP: decoyverse follow runs beside it and sends its log. Its alerts are events; flows, protocols and statistics are not.':
    'Er hat keine Ausgabe über HTTP: decoyverse follow läuft daneben und sendet sein Log. Seine Alarme sind Ereignisse; Flows, Protokolle und Statistiken nicht.',
  '7 and 8; its records are known from real logs, the set-up was not tried':
    '7 und 8; seine Datensätze sind aus echten Logs bekannt, die Einrichtung wurde nicht ausprobiert',
  'Let it write its alerts as JSON.': 'Seine Alarme als JSON schreiben lassen.',
  "It has no output over HTTP: decoyverse follow runs beside it and sends its log. Its module for JSON (logattacker-json in a T-Pot's configuration) must be loaded.":
    'Er hat keine Ausgabe über HTTP: decoyverse follow läuft daneben und sendet sein Log. Sein Modul für JSON (logattacker-json in der Konfiguration eines T-Pot) muss geladen sein.',
  '1.1; its records are known from real logs, the set-up was not tried':
    '1.1; seine Datensätze sind aus echten Logs bekannt, die Einrichtung wurde nicht ausprobiert',
  'It has no output over HTTP: decoyverse follow runs beside it and sends its log.':
    'Er hat keine Ausgabe über HTTP: decoyverse follow läuft daneben und sendet sein Log.',
  '0.6, known from its documentation, not tried; records of 1.0, which a T-Pot 24.04.2 has, are read too':
    '0.6, aus seiner Dokumentation bekannt, nicht ausprobiert; Datensätze von 1.0, das ein T-Pot 24.04.2 hat, werden auch gelesen',
  'Let it write its log as JSON, and restart it.': 'Das Log als JSON schreiben lassen und neu starten.',
  'the one of a T-Pot 24.04; known from its documentation, not tried':
    'die eines T-Pot 24.04; aus seiner Dokumentation bekannt, nicht ausprobiert',
  '1.0; known from its documentation, not tried': '1.0; aus seiner Dokumentation bekannt, nicht ausprobiert',
  'the one of a T-Pot 24.04; its records are known from real logs, the set-up was not tried':
    'die eines T-Pot 24.04; seine Datensätze sind aus echten Logs bekannt, die Einrichtung wurde nicht ausprobiert',
  '4; known from its documentation, not tried': '4; aus seiner Dokumentation bekannt, nicht ausprobiert',
  'Start it with a log in JSON.': 'Mit einem Log in JSON starten.',
  'This server must be reachable from where the tokens are served. The key is part of the address, so use https. The example that is sent when a webhook is saved alerts nobody.':
    'Dieser Server muss von dort erreichbar sein, wo die Tokens ausgeliefert werden. Der Schlüssel ist Teil der Adresse, daher https verwenden. Das Beispiel, das beim Speichern eines Webhooks gesendet wird, alarmiert niemanden.',
  'the service of November 2026; known from its source, not tried':
    'der Dienst vom November 2026; aus seinem Quelltext bekannt, nicht ausprobiert',
  'Enter this as the webhook URL of a token.': 'Dies als Webhook-URL eines Tokens eintragen.',
  'The key is part of the address, so use https.':
    'Der Schlüssel ist Teil der Adresse, daher https verwenden.',
  'the console of November 2026; known from its documentation, not tried':
    'die Konsole vom November 2026; aus ihrer Dokumentation bekannt, nicht ausprobiert',
  'In the console: Settings, Webhooks, Add generic. Enter this URL.':
    'In der Konsole: Settings, Webhooks, Add generic. Diese URL eintragen.',
  'The sensor is found by the fields of its records; one that is not known is kept as what it is.':
    'Der Sensor wird an den Feldern seiner Datensätze erkannt; was nicht bekannt ist, wird als das behalten, was es ist.',
  'Fluent Bit 2 to 4, Vector 0.30 and later, Logstash 7 and later':
    'Fluent Bit 2 bis 4, Vector ab 0.30, Logstash ab 7',
  'Fluent Bit.': 'Fluent Bit.',
  'Vector.': 'Vector.',
  'Logstash.': 'Logstash.',
  '7 to 9; known from its documentation, not tried':
    '7 bis 9; aus seiner Dokumentation bekannt, nicht ausprobiert',
  'Replace its inputs and its output.': 'Seine Eingaben und seine Ausgabe ersetzen.',
  'Ask whether it gets through, and restart it.': 'Fragen, ob es durchkommt, und neu starten.',
  'Only the port for TLS is encrypted: use the others within a network that you trust. A message is a sensor’s JSON, CEF, LEEF, or a line about a sign-in (auth.log, fail2ban).':
    'Nur der Port für TLS ist verschlüsselt: die anderen nur in einem vertrauten Netz verwenden. Eine Nachricht ist das JSON eines Sensors, CEF, LEEF oder eine Zeile über eine Anmeldung (auth.log, fail2ban).',
  'rsyslog 8.2302, Cowrie 3.1.4 and OpenCanary 0.9.10, each tried':
    'rsyslog 8.2302, Cowrie 3.1.4 und OpenCanary 0.9.10, jeweils ausprobiert',
  'Set these for this server, where they are not set yet, and restart it. The last is for senders that cannot send a key.':
    'Dies für diesen Server einstellen, wo es noch nicht gesetzt ist, und ihn neu starten. Das letzte ist für Sender, die keinen Schlüssel senden können.',
  'rsyslog: the log of sign-ins, with the key.': 'rsyslog: das Log der Anmeldungen, mit dem Schlüssel.',
  'rsyslog: the same over TLS (apt install rsyslog-gnutls).':
    'rsyslog: dasselbe über TLS (apt install rsyslog-gnutls).',
  'OpenCanary: a handler beside "file" in "logger", with a format of its own beside "plain".':
    'OpenCanary: ein Handler neben „file“ in „logger“, mit einem eigenen Format neben „plain“.',
  'Cowrie: it keeps up to 10,000 events while this server is away. It sends no key: see LISTENER_NODES.':
    'Cowrie: es behält bis zu 10.000 Ereignisse, solange dieser Server fort ist. Es sendet keinen Schlüssel: siehe LISTENER_NODES.',
  'The message is a sensor’s JSON in `short_message`. The key is part of the address of the HTTP output, so use https.':
    'Die Nachricht ist das JSON eines Sensors in `short_message`. Der Schlüssel ist Teil der Adresse der HTTP-Ausgabe, daher https verwenden.',
  'GELF 1.1; Cowrie 3.1.4, whose requests are known from a lab':
    'GELF 1.1; Cowrie 3.1.4, dessen Anfragen aus einem Labor bekannt sind',
  'Cowrie: over HTTP.': 'Cowrie: über HTTP.',
  'For senders over UDP and TCP: set these for this server, where they are not set yet, and restart it.':
    'Für Sender über UDP und TCP: dies für diesen Server einstellen, wo es noch nicht gesetzt ist, und ihn neu starten.',
  'Test it: the field _key names the node.': 'Testen: das Feld _key nennt den Knoten.',
  'Nothing of it is encrypted: use it within a network that you trust, or the port for TLS (see the set-up of syslog). A sign-in that succeeds is an honest user’s and no event.':
    'Nichts davon ist verschlüsselt: nur in einem vertrauten Netz verwenden, oder den Port für TLS (siehe Einrichtung von Syslog). Eine erfolgreiche Anmeldung ist die eines ehrlichen Benutzers und kein Ereignis.',
  'rsyslog 8.2302; fail2ban 1, its lines are known from its source':
    'rsyslog 8.2302; fail2ban 1, dessen Zeilen aus seinem Quelltext bekannt sind',
  'Set these for this server, where they are not set yet, and restart it.':
    'Dies für diesen Server einstellen, wo es noch nicht gesetzt ist, und ihn neu starten.',
  'rsyslog: the log of fail2ban and that of sign-ins, with the key.':
    'rsyslog: das Log von fail2ban und das der Anmeldungen, mit dem Schlüssel.',
  'Test it from another machine: sign in with a wrong password.':
    'Von einem anderen Rechner aus testen: mit einem falschen Passwort anmelden.',
  'Nothing of it is encrypted, and Cowrie tells of a session only when it ends: prefer its own set-up. The secret changes with the key of the node.':
    'Nichts davon ist verschlüsselt, und Cowrie meldet eine Sitzung erst, wenn sie endet: die eigene Einrichtung vorziehen. Das Geheimnis ändert sich mit dem Schlüssel des Knotens.',
  'Cowrie 3.1.4 and Heralding 1.0.7, known from what they sent in a lab; Dionaea from its source, not tried':
    'Cowrie 3.1.4 und Heralding 1.0.7, bekannt aus dem, was sie in einem Labor sendeten; Dionaea aus dem Quelltext, nicht ausprobiert',
  'Cowrie: pip install hpfeeds, then this file in the folder of Cowrie, beside etc/.':
    'Cowrie: pip install hpfeeds, dann diese Datei im Ordner von Cowrie, neben etc/.',
  'Heralding.': 'Heralding.',
  'Dionaea.': 'Dionaea.',
  'This server’s certificate is self-signed: fetch it on the sensor’s machine, compare its fingerprint with the last line, and name the file to the sensor (curl: --cacert; Python: REQUESTS_CA_BUNDLE; Node: NODE_EXTRA_CA_CERTS; others: SSL_CERT_FILE, or /usr/local/share/ca-certificates with update-ca-certificates).':
    'Das Zertifikat dieses Servers bürgt für sich selbst: auf dem Rechner des Sensors holen, den Fingerabdruck mit der letzten Zeile vergleichen und dem Sensor die Datei nennen (curl: --cacert; Python: REQUESTS_CA_BUNDLE; Node: NODE_EXTRA_CA_CERTS; andere: SSL_CERT_FILE, oder /usr/local/share/ca-certificates mit update-ca-certificates).',
};
