/**
 * German for what the server calls channels and their fields. Without imports, so that a test can hold it against the
 * channels that there are.
 */
export const channelFieldsGerman: Readonly<Record<string, string>> = {
  Broker: 'Broker',
  Chat: 'Chat',
  Cluster: 'Cluster',
  Index: 'Index',
  Port: 'Port',
  Server: 'Server',
  TLS: 'TLS',
  Token: 'Token',
  Webhook: 'Webhook',
  'smtp.example.com': 'smtp.example.com',
  'https://splunk.example.com:8088': 'https://splunk.example.com:8088',
  'https://elastic.example.com:9243': 'https://elastic.example.com:9243',
  'https://discord.com/api/webhooks/…; with ?thread_id=… it posts to a thread.':
    'https://discord.com/api/webhooks/…; mit ?thread_id=… in einen Thread.',
  'Europe: https://events.eu.pagerduty.com': 'Europa: https://events.eu.pagerduty.com',
  'Europe: https://api.eu.opsgenie.com. Jira Service Management: https://api.atlassian.com/jsm/ops/integration':
    'Europa: https://api.eu.opsgenie.com. Jira Service Management: https://api.atlassian.com/jsm/ops/integration',
  Address: 'Adresse',
  'Access token': 'Zugriffstoken',
  'Alert API': 'Alert-API',
  'API key': 'API-Schlüssel',
  'Application token': 'Anwendungstoken',
  'Bot API': 'Bot-API',
  'Bot token': 'Bot-Token',
  'Certificate authority': 'Zertifizierungsstelle',
  Collector: 'Collector',
  Encryption: 'Verschlüsselung',
  'Events API': 'Events-API',
  Facility: 'Facility',
  Format: 'Format',
  From: 'Absender',
  'Additional headers': 'Weitere Kopfzeilen',
  Host: 'Rechner',
  'Host name': 'Rechnername',
  'Incoming webhook': 'Eingehender Webhook',
  'Index or data stream': 'Index oder Data Stream',
  'Integration key': 'Integrationsschlüssel',
  'Microsoft directory': 'Microsoft-Verzeichnis',
  'OAuth client id': 'OAuth-Client-ID',
  'OAuth client secret': 'OAuth-Client-Geheimnis',
  'OAuth refresh token': 'OAuth-Refresh-Token',
  Password: 'Passwort',
  'Previous signing secret': 'Voriges Signaturgeheimnis',
  'Quality of service': 'Dienstgüte (QoS)',
  Retain: 'Aufbewahren (Retain)',
  Authentication: 'Anmeldung',
  'Signing secret': 'Signaturgeheimnis',
  'Source type': 'Quellentyp',
  To: 'Empfänger',
  'Token address': 'Token-Adresse',
  Topic: 'Thema',
  Transport: 'Transport',
  'User name': 'Benutzername',
  Version: 'Version',
  'Workflows webhook': 'Workflows-Webhook',
  '`whsec_` and 24 to 64 random bytes in base64.': '`whsec_` und 24 bis 64 zufällige Bytes in Base64.',
  'While receivers switch over, messages are signed with both secrets.':
    'Während Empfänger umstellen, werden Nachrichten mit beiden signiert.',
  'One `Name: value` each, at most ten.': 'Je ein `Name: Wert`, höchstens zehn.',
  'PEM certificates to trust instead of the public ones, for a receiver with a private certificate.':
    'PEM-Zertifikate, denen statt der öffentlichen vertraut wird, für Empfänger mit privatem Zertifikat.',
  'One address each.': 'Je eine Adresse.',
  'STARTTLS is required: without it nothing is sent.': 'STARTTLS ist nötig: Ohne wird nichts gesendet.',
  'With OAuth: the sending mailbox.': 'Mit OAuth das Postfach, das sendet.',
  "Default: the provider's.": 'Leer: die des Anbieters.',
  "Default: the token's index.": 'Leer: der Index des Tokens.',
  'Microsoft: leave empty to use the client credentials (application permission SMTP.SendAsApp).':
    'Microsoft: leer lassen, um die Client Credentials zu verwenden (Anwendungsrecht SMTP.SendAsApp).',
  'Sent as HOSTNAME.': 'Wird als HOSTNAME gesendet.',
  'From an “Events API V2” integration.': 'Von einer Integration „Events API V2“.',
  'From an API integration.': 'Von einer API-Integration.',
  'Id of the chat (groups start with -100) or @name of a channel.':
    'Nummer des Chats (Gruppen beginnen mit -100) oder @Name eines Kanals.',
  'Id of a topic in the group.': 'Nummer eines Themas in der Gruppe.',
  'No wildcards.': 'Ohne Platzhalter.',
  'From the flow “Post to a channel when a webhook request is received”.':
    'Aus dem Ablauf „Post to a channel when a webhook request is received“.',
  'From @BotFather.': 'Von @BotFather.',
  'Of the app: then the button acknowledges within Slack. The app needs the callback address as its interactivity request URL.':
    'Von der App: Dann bestätigt die Schaltfläche in Slack selbst. Die App braucht die Callback-Adresse als „Interactivity Request URL“.',
  'Public key': 'Öffentlicher Schlüssel',
  'Of the application that owns the webhook: then the button acknowledges within Discord. The application needs the callback address as its interactions endpoint URL.':
    'Von der Anwendung, der der Webhook gehört: Dann bestätigt die Schaltfläche in Discord selbst. Die Anwendung braucht die Callback-Adresse als „Interactions Endpoint URL“.',
  'Callback secret': 'Callback-Geheimnis',
  'The secret_token of setWebhook, with the callback address as its url: then the button acknowledges within Telegram.':
    'Das secret_token von setWebhook, mit der Callback-Adresse als url: Dann bestätigt die Schaltfläche in Telegram selbst.',
  'Encoded form.': 'In codierter Form.',
  'Writes documents to an index or data stream in Elasticsearch or OpenSearch.':
    'Schreibt Dokumente in einen Index oder Data Stream von Elasticsearch oder OpenSearch.',
  'Triggers, updates and resolves an alert of a PagerDuty service.':
    'Löst einen Alarm eines PagerDuty-Dienstes aus, aktualisiert und beendet ihn.',
  'Sends mail over SMTP, with OAuth 2.0 for Microsoft 365 and Google.':
    'Sendet E-Mail über SMTP, mit OAuth 2.0 für Microsoft 365 und Google.',
  "Sends events to Splunk's HTTP Event Collector.":
    'Sendet Ereignisse an den HTTP Event Collector von Splunk.',
  'Sends RFC 5424 messages in CEF or JSON to a log server or SIEM.':
    'Sendet RFC-5424-Nachrichten in CEF oder JSON an einen Log-Server oder ein SIEM.',
  'Pushes to phones and desktops through ntfy.sh or your own server.':
    'Sendet an Telefone und Rechner über ntfy.sh oder deinen eigenen Server.',
  'Notifications of one browser, on a computer or a phone: open the console there and add this channel.':
    'Benachrichtigungen eines Browsers, am Rechner oder Telefon: die Konsole dort öffnen und diesen Kanal hinzufügen.',
  'Address at the push service': 'Adresse beim Push-Dienst',
  'Public key of the browser': 'Öffentlicher Schlüssel des Browsers',
  'Secret of the browser': 'Geheimnis des Browsers',
  'Private key of the subscription': 'Privater Schlüssel des Abonnements',
  'Contact for the push service': 'Kontakt für den Push-Dienst',
  'An https: or mailto: address.': 'Eine https:- oder mailto:-Adresse.',
  'Pushes through your own Gotify server.': 'Sendet über deinen eigenen Gotify-Server.',
  'Publishes JSON to a topic of an MQTT broker.': 'Veröffentlicht JSON unter einem Thema eines MQTT-Brokers.',
  'Posts to a Slack channel through an incoming webhook, or as a bot that keeps each incident in one thread.':
    'Schreibt in einen Slack-Kanal: über einen eingehenden Webhook, oder als Bot, der jeden Vorfall in einem Thread hält.',
  'https://hooks.slack.com/services/…. A webhook cannot answer in a thread: leave it empty and use a bot for that.':
    'https://hooks.slack.com/services/…. Ein Webhook kann nicht in einem Thread antworten: dafür leer lassen und einen Bot verwenden.',
  'xoxb-…, of an app with the scope chat:write that is a member of the channel.':
    'xoxb-…, von einer App mit der Berechtigung chat:write, die Mitglied des Kanals ist.',
  'Channel id': 'Kanal-ID',
  'For the bot: C0123456789, from the details of the channel.':
    'Für den Bot: C0123456789, aus den Angaben zum Kanal.',
  'Web API': 'Web-API',
  'For the bot. Default: https://slack.com/api.': 'Für den Bot. Vorgabe: https://slack.com/api.',
  'Posts to a Mattermost channel through an incoming webhook, or as a bot that keeps each incident in one thread.':
    'Schreibt in einen Mattermost-Kanal: über einen eingehenden Webhook, oder als Bot, der jeden Vorfall in einem Thread hält.',
  'Incoming webhook, or server': 'Eingehender Webhook oder Server',
  'https://mattermost.example.com/hooks/…. For a bot, which can answer in a thread: https://mattermost.example.com.':
    'https://mattermost.example.com/hooks/…. Für einen Bot, der in einem Thread antworten kann: https://mattermost.example.com.',
  'Access token of a bot account that is a member of the channel.':
    'Zugriffstoken eines Bot-Kontos, das Mitglied des Kanals ist.',
  'For the bot: 26 letters and digits, from the details of the channel.':
    'Für den Bot: 26 Buchstaben und Ziffern, aus den Angaben zum Kanal.',
  'Posts to a Rocket.Chat room through an incoming integration, or as a user that keeps each incident in one thread.':
    'Schreibt in einen Rocket.Chat-Raum: über eine eingehende Integration, oder als Konto, das jeden Vorfall in einem Thread hält.',
  'Incoming integration, or server': 'Eingehende Integration oder Server',
  'https://chat.example.com/hooks/…. For a user, who can answer in a thread: https://chat.example.com.':
    'https://chat.example.com/hooks/…. Für ein Konto, das in einem Thread antworten kann: https://chat.example.com.',
  'User id': 'Benutzer-ID',
  'For the token.': 'Für das Token.',
  'Personal access token': 'Persönliches Zugriffstoken',
  'Of a user who may post to the room.': 'Eines Kontos, das in den Raum schreiben darf.',
  Room: 'Raum',
  'For the token: #name of a channel, or @name of a user.':
    'Für das Token: #name eines Kanals oder @name eines Kontos.',
  'Posts cards to a Google Chat space through its webhook, one thread for each incident.':
    'Schreibt Karten über den Webhook eines Google-Chat-Bereichs, einen Thread je Vorfall.',
  'https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…':
    'https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…',
  'Byte order mark': 'Byte Order Mark',
  'Marks the message as UTF-8, as RFC 5424 asks. Most receivers take it for a part of the message.':
    'Kennzeichnet die Nachricht als UTF-8, wie RFC 5424 es verlangt. Die meisten Empfänger halten es für einen Teil der Nachricht.',
  'Google Chat, Mattermost, Rocket.Chat, Matrix, Pushover, SMS, Jira, ServiceNow, TheHive, Zulip, Signal and others.':
    'Google Chat, Mattermost, Rocket.Chat, Matrix, Pushover, SMS, Jira, ServiceNow, TheHive, Zulip, Signal und andere.',
  Service: 'Dienst',
  'A ready template, or “custom” with a body of your own.':
    'Eine fertige Vorlage, oder „custom“ mit einem eigenen Inhalt.',
  Parameters: 'Parameter',
  'One `name=value` each, as the service needs them; a template names them {{param.name}}.':
    'Je ein `name=wert`, wie der Dienst sie braucht; in einer Vorlage heißen sie {{param.name}}.',
  Body: 'Inhalt',
  'A template (docs/channels.md). JSON and forms: a JSON document whose texts are templates.':
    'Eine Vorlage (docs/channels.md). Für JSON und Formulare: ein JSON-Dokument, dessen Texte Vorlagen sind.',
  'Body is': 'Inhalt ist',
  Method: 'Methode',
  'Password or API token': 'Passwort oder API-Token',
  'Posts to a Discord channel or forum through its webhook.':
    'Schreibt über den Webhook eines Kanals oder Forums von Discord.',
  Forum: 'Forum',
  'The webhook is one of a forum: each incident is a post there, and what happens next follows in it.':
    'Der Webhook gehört zu einem Forum: jeder Vorfall ist dort ein Beitrag, und was danach geschieht, folgt in ihm.',
  'Posts signed JSON to any address (Standard Webhooks).':
    'Sendet signiertes JSON an eine beliebige Adresse (Standard Webhooks).',
  'Posts a card to a Teams channel or chat through a Workflows webhook.':
    'Schreibt eine Karte über einen Workflows-Webhook in einen Kanal oder Chat von Teams.',
  'Opens and closes alerts in Opsgenie or Jira Service Management.':
    'Öffnet und schließt Alarme in Opsgenie oder Jira Service Management.',
  'Sends messages to a chat, group or channel through a bot.':
    'Ein Bot schreibt in einen Chat, eine Gruppe oder einen Kanal.',
};
