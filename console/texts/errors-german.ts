/**
 * German for the API's sentences on errors, by their English; `{}` is whatever stands there. Loaded by those alone who
 * read German. What is not here stays English, whole. test/console/errors-german.test.ts holds it against the server.
 */

const nouns: Readonly<Record<string, string>> = {
  'API key': 'Diesen API-Schlüssel',
  Adjustment: 'Diese Anpassung',
  Alert: 'Diesen Alarm',
  'Blocked address': 'Diese gesperrte Adresse',
  'Bulk job': 'Diesen Sammelauftrag',
  'Callback address': 'Diese Rückrufadresse',
  Channel: 'Diesen Kanal',
  Delivery: 'Diese Zustellung',
  Digest: 'Diesen Bericht',
  Event: 'Dieses Ereignis',
  Feed: 'Diese Liste',
  File: 'Diese Datei',
  Group: 'Diese Gruppe',
  Incident: 'Diesen Vorfall',
  'Known scanner': 'Diesen bekannten Scanner',
  Mapping: 'Diese Zuordnung',
  Node: 'Diesen Knoten',
  Observable: 'Dieses Merkmal',
  Profile: 'Dieses Profil',
  Recording: 'Diese Aufzeichnung',
  'Saved view': 'Diese gespeicherte Ansicht',
  Session: 'Diese Sitzung',
  'Source of assets': 'Diese Quelle eigener Rechner',
  'Suppression rule': 'Diese Ausnahme',
  Token: 'Diesen Token',
  Wallboard: 'Diese Anzeigetafel',
};

const changed: Readonly<Record<string, string>> = {
  channel: 'Der Kanal',
  digest: 'Der Bericht',
  group: 'Die Gruppe',
  incident: 'Der Vorfall',
  mapping: 'Die Zuordnung',
  rule: 'Die Regel',
  scanner: 'Der Scanner',
  token: 'Der Token',
  view: 'Die Ansicht',
};

const limited: Readonly<Record<string, string>> = {
  'API keys': 'API-Schlüssel',
  channels: 'Kanäle',
  digests: 'Berichte',
  'entries on the block list': 'Einträge der Sperrliste',
  feeds: 'Listen',
  groups: 'Gruppen',
  'known scanners': 'bekannte Scanner',
  mappings: 'Zuordnungen',
  'saved views': 'gespeicherte Ansichten',
  'sources of assets': 'Quellen eigener Rechner',
  'suppression rules': 'Ausnahmen',
  tokens: 'Tokens',
  wallboards: 'Anzeigetafeln',
};

const sentences: Readonly<Record<string, string>> = {
  'A condition on text requires the scope "secrets": its count would tell what is masked':
    'Eine Bedingung auf Text braucht das Recht „secrets“: ihre Anzahl verriete, was verdeckt ist',
  'A rule that could hide risk 9 or more, or names no source, node or decoy, requires the scope "admin"; set max_risk to 8 or less and name one of them':
    'Eine Regel, die Risiko 9 oder mehr verbergen könnte oder weder Quelle noch Knoten noch Köder nennt, braucht das Recht „admin“; das höchste Risiko auf 8 oder weniger setzen und eines davon nennen',
  'Accounts are not available in demo mode': 'Im Demobetrieb gibt es keine Konten',
  'An alert does not belong to this incident; reload it and try again':
    'Ein Alarm gehört nicht zu diesem Vorfall; neu laden und noch einmal versuchen',
  'Another address is being made for this account; try again':
    'Für dieses Konto entsteht gerade eine andere Adresse; noch einmal versuchen',
  'Another bulk job is running; wait for its end, or cancel it':
    'Ein anderer Sammelauftrag läuft; sein Ende abwarten oder ihn abbrechen',
  'At most {} decoys per request': 'Höchstens {} Köder je Anfrage',
  'At most {} test messages a minute': 'Höchstens {} Testnachrichten je Minute',
  'At most {} messages sent again a minute': 'Höchstens {} erneut gesendete Nachrichten je Minute',
  'At most {} tests of nodes a minute': 'Höchstens {} Tests von Knoten je Minute',
  'Email already registered': 'Diese E-Mail-Adresse hat schon ein Konto',
  'Internal server error; the server log has the details':
    'Fehler im Server; die Einzelheiten stehen in seinem Log',
  'Invalid email or password': 'E-Mail-Adresse oder Passwort ist falsch',
  'It was already undone by {}': 'Es wurde schon von {} rückgängig gemacht',
  'No alert would be left: leave at least one':
    'Es bliebe kein Alarm übrig: mindestens einen im Vorfall lassen',
  'Not found': 'Nicht gefunden',
  'One source names at most {} addresses': 'Eine Quelle nennt höchstens {} Adressen',
  'Only the session that a one-time address opened may choose a password; others change it with POST /auth/password':
    'Nur wer über eine einmalige Adresse kam, darf ein Passwort wählen; alle anderen ändern es mit dem bisherigen',
  'Other verdicts are being saved at the same time; try again':
    'Gerade werden andere Urteile gespeichert; noch einmal versuchen',
  'Registration is closed on this server': 'Auf diesem Server kann man sich nicht registrieren',
  'The account is being changed by someone else; try again':
    'Jemand anderes ändert gerade das Konto; noch einmal versuchen',
  'The account was changed meanwhile; sign in again and retry':
    'Das Konto wurde inzwischen geändert; neu anmelden und noch einmal versuchen',
  'The alert settings are being changed by others; try again':
    'Andere ändern gerade die Einstellungen der Alarme; noch einmal versuchen',
  'The block settings are being changed by others; try again':
    'Andere ändern gerade die Einstellungen der Sperrliste; noch einmal versuchen',
  'The bulk job changed nothing': 'Der Sammelauftrag hat nichts geändert',
  'The bulk job is being changed; try again': 'Der Sammelauftrag wird gerade geändert; noch einmal versuchen',
  'The bulk job is running; cancel it first': 'Der Sammelauftrag läuft; erst abbrechen',
  'The bulk job keeps changing; try again': 'Der Sammelauftrag ändert sich noch; noch einmal versuchen',
  'The console is not built here: run npm run build:console, or see /docs for the API':
    'Die Konsole ist hier nicht gebaut: npm run build:console ausführen; die API steht unter /docs',
  'The entry is being changed by others; try again':
    'Andere ändern gerade den Eintrag; noch einmal versuchen',
  'The entry was removed by someone else; try again':
    'Jemand anderes hat den Eintrag entfernt; noch einmal versuchen',
  'The event could not be stored; try again':
    'Das Ereignis konnte nicht gespeichert werden; noch einmal versuchen',
  'The file is being reported by others; try again':
    'Andere melden gerade dieselbe Datei; noch einmal versuchen',
  'The first call with this Idempotency-Key is still running': 'Derselbe Aufruf läuft noch',
  'The group has {} {}; move them first, or delete it with force=true':
    'Die Gruppe hat {} Knoten; erst verschieben oder die Gruppe trotzdem löschen',
  'The id is already taken; try again': 'Die Kennung ist schon vergeben; noch einmal versuchen',
  'The incident is merged into {}: change that one': 'Der Vorfall ist mit {} zusammengeführt: jenen ändern',
  'The incident is not merged into another one': 'Der Vorfall ist mit keinem anderen zusammengeführt',
  'The length of the request body differs from Content-Length': 'Die Anfrage kam nicht ganz an',
  'The message is being sent right now': 'Die Nachricht wird gerade gesendet',
  'The node could not be created; try again':
    'Der Knoten konnte nicht angelegt werden; noch einmal versuchen',
  'The node is inactive, so its events are refused: activate it first':
    'Der Knoten ist inaktiv, seine Ereignisse werden abgelehnt: erst aktivieren',
  'The node reports with the key of the node above it, and has none of its own':
    'Der Knoten meldet mit dem Schlüssel des Knotens über ihm und hat keinen eigenen',
  'The preferences were being changed; try again':
    'Die persönlichen Einstellungen wurden gerade geändert; noch einmal versuchen',
  'The quota of events for today is used up; more are accepted after midnight UTC':
    'Das Kontingent an Ereignissen für heute ist aufgebraucht; ab Mitternacht UTC werden weitere angenommen',
  'The quota of bytes for today is used up; more are accepted after midnight UTC':
    'Das Kontingent an Bytes für heute ist aufgebraucht; ab Mitternacht UTC werden weitere angenommen',
  'The quota of stored data is used up; it falls as old data are deleted':
    'Das Kontingent an gespeicherten Daten ist aufgebraucht; es wird frei, wenn alte gelöscht werden',
  'The disk of the server is almost full, and this account uses the most of it':
    'Die Platte des Servers ist fast voll, und dieses Konto belegt das meiste davon',
  'The quota of kept files is used up; it falls as old ones are deleted':
    'Das Kontingent an aufbewahrten Dateien ist aufgebraucht; es wird frei, wenn alte gelöscht werden',
  'The quota of nodes is used up': 'Das Kontingent an Knoten ist aufgebraucht',
  'The quota of decoys is used up': 'Das Kontingent an Ködern ist aufgebraucht',
  'The quota of channels is used up': 'Das Kontingent an Kanälen ist aufgebraucht',
  'The quota of API keys is used up': 'Das Kontingent an API-Schlüsseln ist aufgebraucht',
  'The quota of live streams is used up': 'Das Kontingent an Live-Verbindungen ist aufgebraucht',
  'The receivers are being changed by others; try again':
    'Andere ändern gerade die Empfänger; noch einmal versuchen',
  'The request body is too large': 'Die Anfrage ist zu groß',
  'The request is malformed': 'Die Anfrage ist fehlerhaft',
  'The request took too long; retry after the time in Retry-After':
    'Die Anfrage dauerte zu lange; etwas später noch einmal versuchen',
  'The rule is being changed by someone else; try again':
    'Jemand anderes ändert gerade die Regel; noch einmal versuchen',
  'The sample data is being made or removed; try again in a moment':
    'Die Beispieldaten entstehen gerade oder werden entfernt; gleich noch einmal versuchen',
  'The scope "secrets" is required to reveal passwords':
    'Um Passwörter aufzudecken, braucht es das Recht „secrets“',
  'The scope "{}" is required': 'Dafür braucht es das Recht „{}“',
  'The source is being written by others; try again':
    'Andere schreiben gerade diese Quelle; noch einmal versuchen',
  'The store does not answer': 'Der Speicher antwortet nicht',
  'The threshold was changed since': 'Die Schwelle wurde inzwischen geändert',
  'The token is not valid or has expired; sign in again':
    'Die Anmeldung ist abgelaufen oder ungültig; neu anmelden',
  'There is no sample data': 'Es gibt keine Beispieldaten',
  'This account is suspended': 'Dieses Konto ist gesperrt',
  'This account no longer exists': 'Dieses Konto gibt es nicht mehr',
  'This address has been used, or is older than ten minutes':
    'Diese Adresse wurde schon benutzt oder ist älter als zehn Minuten',
  'This is not possible in sample data; leave it to change settings':
    'Das geht in den Beispieldaten nicht; sie verlassen, um Einstellungen zu ändern',
  'This is not the threshold suggested now': 'Diese Schwelle wird jetzt nicht mehr vorgeschlagen',
  'This link has been used, is older than a week, or is not of this server':
    'Dieser Link wurde schon benutzt, ist älter als eine Woche oder nicht von diesem Server',
  'This node is inactive': 'Dieser Knoten ist inaktiv',
  'This node was deleted': 'Dieser Knoten wurde gelöscht',
  'This requires a signed-in user; an API key is not enough':
    'Dafür muss ein Mensch angemeldet sein; ein API-Schlüssel reicht nicht',
  'This wallboard was revoked or has expired': 'Diese Anzeigetafel wurde widerrufen oder ist abgelaufen',
  'Too many attempts; retry after the time in Retry-After': 'Zu viele Versuche; etwas später noch einmal',
  'Too many exports are running': 'Zu viele Exporte laufen',
  'Too many live streams are open': 'Zu viele Live-Verbindungen sind offen',
  'Too many sign-ins are in progress; retry after the time in Retry-After':
    'Gerade melden sich zu viele an; etwas später noch einmal versuchen',
  '{} exports are running: wait for one to end': '{} Exporte laufen: das Ende von einem abwarten',
  'cannot receive digests: each would be an alert that nobody closes':
    'kann keine Berichte empfangen: jeder wäre ein Alarm, den niemand schließt',
  'does not have the expected form': 'hat nicht die erwartete Form',
  'does not have the expected format': 'hat nicht das erwartete Format',
  'from: must be at most {} days before to': 'Der Anfang darf höchstens {} Tage vor dem Ende liegen',
  'from: must not be after to': 'Der Anfang darf nicht nach dem Ende liegen',
  'give either content with its format, or entries':
    'entweder Inhalt mit seinem Format oder Einträge angeben',
  'is for the channel custom': 'gilt nur für den eigenen Kanal „custom“',
  'is named by an earlier entry': 'ist schon in einem früheren Eintrag genannt',
  'is not a known field': 'ist kein bekanntes Feld',
  'is not a type of token': 'ist keine Art von Token',
  'is not known': 'ist unbekannt',
  'is not possible with this type': 'geht bei dieser Art nicht',
  'is not the current password': 'ist nicht das jetzige Passwort',
  'is required': 'ist nötig',
  'is required for a rule that could hide risk 9 or more, or names no source, node or decoy':
    'ist nötig bei einer Regel, die Risiko 9 oder mehr verbergen könnte oder weder Quelle noch Knoten noch Köder nennt',
  'must appear only once': 'darf nur einmal vorkommen',
  'must be a CIDR network such as 10.0.0.0/8': 'muss ein CIDR-Netz sein, etwa 10.0.0.0/8',
  'must be a list': 'muss eine Liste sein',
  'must be a list of texts of at most 500 characters':
    'muss eine Liste von Texten mit höchstens 500 Zeichen sein',
  'must be a number': 'muss eine Zahl sein',
  'must be a string': 'muss ein Text sein',
  'must be a text': 'muss ein Text sein',
  'must be a time like 06:00, or 24:00': 'muss eine Uhrzeit wie 06:00 oder 24:00 sein',
  'must be a time like 08:00': 'muss eine Uhrzeit wie 08:00 sein',
  'must be a time like 2026-08-21T10:15:30Z': 'muss ein Zeitpunkt wie 2026-08-21T10:15:30Z sein',
  'must be a time like 22:00': 'muss eine Uhrzeit wie 22:00 sein',
  'must be a time zone like Europe/Berlin': 'muss eine Zeitzone wie Europe/Berlin sein',
  'must be a whole number': 'muss eine ganze Zahl sein',
  'must be after the start': 'muss nach dem Anfang liegen',
  'must be an e-mail address': 'muss eine E-Mail-Adresse sein',
  'must be an IP address': 'muss eine IP-Adresse sein',
  'must be an IP address or a CIDR network such as 10.0.0.0/8':
    'muss eine IP-Adresse oder ein CIDR-Netz sein, etwa 10.0.0.0/8',
  'must be an address or a network': 'muss eine Adresse oder ein Netz sein',
  'must be an address or a network such as 198.51.100.0/24':
    'muss eine Adresse oder ein Netz sein, etwa 198.51.100.0/24',
  'must be an address that begins with http:// or https://':
    'muss eine Adresse sein, die mit http:// oder https:// beginnt',
  'must be an address without a user name': 'muss eine Adresse ohne Benutzernamen sein',
  'must be an object': 'muss ein Objekt sein',
  'must be at least {}': 'muss mindestens {} sein',
  'must be at most 64 KiB': 'darf höchstens 64 KiB groß sein',
  'must be at most {}': 'darf höchstens {} sein',
  'must be in the future': 'muss in der Zukunft liegen',
  'must be one of {}': 'muss eines hiervon sein: {}',
  'must be the id of one of your channels': 'muss einer der eigenen Kanäle sein',
  'must be the id of one of your groups': 'muss eine der eigenen Gruppen sein',
  'must be the id of one of your nodes': 'muss einer der eigenen Knoten sein',
  'must be true or false': 'muss wahr oder falsch sein',
  'must be true where the address has parameters': 'muss wahr sein, wenn die Adresse Parameter hat',
  'must be within a year': 'muss innerhalb eines Jahres liegen',
  'must contain at least one criterion': 'muss mindestens ein Kriterium nennen',
  'must differ from the start': 'muss sich vom Anfang unterscheiden',
  'must have a name, owner, role or location': 'muss Name, Besitzer, Rolle oder Ort haben',
  'must have at least {} characters': 'muss mindestens {} Zeichen haben',
  'must have at least {} entries': 'muss mindestens {} Einträge haben',
  'must have at least {} of its fields': 'muss mindestens {} seiner Felder haben',
  'must have at most 50 columns a list, with short names':
    'darf höchstens 50 Spalten je Liste haben, mit kurzen Namen',
  'must have at most {} bytes (non-ASCII characters count as more than one)':
    'darf höchstens {} Bytes haben (Zeichen außerhalb von ASCII zählen mehrfach)',
  'must have at most {} characters': 'darf höchstens {} Zeichen haben',
  'must have at most {} entries': 'darf höchstens {} Einträge haben',
  'must have at most {} lists with short names': 'darf höchstens {} Listen mit kurzen Namen haben',
  'must name at least one field of the records it is about':
    'muss mindestens ein Feld der Datensätze nennen, um die es geht',
  'must not be empty': 'darf nicht leer sein',
  'must not be wider than /{}': 'darf nicht weiter als /{} sein',
  'or assignee or snooze is required': 'oder Zuständige oder Zurückstellen ist nötig',
  'or assignee, snooze or verdict is required': 'oder Zuständige, Zurückstellen oder Urteil ist nötig',
  'or matching: true is required, and not both': 'oder „alle passenden“ ist nötig, aber nicht beides',
  'was used for another request': 'wurde schon für eine andere Anfrage benutzt',
};

const toLiteral = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patterns = Object.entries(sentences)
  .filter(([english]) => english.includes('{}'))
  .map(([english, german]) => ({
    pattern: new RegExp(`^${english.split('{}').map(toLiteral).join('(.+)')}$`, 's'),
    german,
  }));

/** Null: it is not known, and stays as it is. */
export function germanError(english: string): string | null {
  if (Object.hasOwn(sentences, english)) return sentences[english] ?? null;
  const [, missing] = /^(.+) not found$/.exec(english) ?? [];
  if (missing !== undefined && Object.hasOwn(nouns, missing)) return `${nouns[missing]} gibt es nicht`;
  const [, noun] = /^The (\w+) was changed by someone else; reload it and try again$/.exec(english) ?? [];
  if (noun !== undefined && Object.hasOwn(changed, noun))
    return `${changed[noun]} wurde von jemand anderem geändert; neu laden und noch einmal versuchen`;
  const [, most, what] = /^The limit of (\d+) (.+) is reached$/.exec(english) ?? [];
  if (what !== undefined && Object.hasOwn(limited, what))
    return `Mehr als ${most} ${limited[what]} sind nicht möglich`;
  for (const { pattern, german } of patterns) {
    const found = pattern.exec(english);
    if (found === null) continue;
    let at = 0;
    return german.replaceAll('{}', () => found[++at] ?? '');
  }
  return null;
}
