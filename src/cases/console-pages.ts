/** The console's pages, as the search box of the API knows them. test/house/console-pages.test.ts holds it to the console. */

export interface ConsolePage {
  /** Its folder in console/pages. */
  id: string;
  /** Below the console's address. */
  path: string;
  title: string;
  /** Further words that people look for, in English and German. */
  words: string;
}

const page = (id: string, title: string, words: string, path = `/${id}`): ConsolePage => ({
  id,
  path,
  title,
  words,
});

export const consolePages: readonly ConsolePage[] = [
  page('overview', 'Overview', 'dashboard start summary übersicht', '/'),
  page('incidents', 'Incidents', 'inbox cases vorfälle'),
  page('alerts', 'Alerts', 'alarms alarme'),
  page('attackers', 'Attackers', 'sources profiles addresses angreifer'),
  page('sessions', 'Sessions', 'transcripts commands shell sitzungen'),
  page('events', 'Events', 'log query ereignisse'),
  page(
    'observables',
    'Observables',
    'values indicators passwords credentials urls hashes fingerprints merkmale',
  ),
  page('vulnerabilities', 'Vulnerabilities', 'cve exploits schwachstellen'),
  page('techniques', 'Techniques', 'att&ck mitre matrix tactics techniken'),
  page('places', 'Places', 'map countries networks owners asn herkunft karte länder'),
  page('nodes', 'Nodes', 'sensors honeypots agents knoten sensoren'),
  page('ingest-problems', 'Ingest problems', 'rejected refused errors empfangsprobleme'),
  page('decoys', 'Decoys', 'planted files köder'),
  page('tokens', 'Tokens', 'canary links honeytokens'),
  page('groups', 'Groups', 'sites customers gruppen'),
  page('mappings', 'Mappings', 'own sensors records fields dry run zuordnungen felder'),
  page('channels', 'Channels', 'notifications mail webhook chat kanäle'),
  page('deliveries', 'Deliveries', 'messages sent zustellungen'),
  page('digests', 'Digests', 'reports daily weekly berichte'),
  page('suppressions', 'Suppressions', 'rules false alarms ausnahmen'),
  page('known-scanners', 'Known scanners', 'own bekannte scanner'),
  page('block-list', 'Block list', 'firewall feeds sperrliste'),
  page('assets', 'Assets', 'own machines hosts dhcp owners eigene rechner', '/asset-files'),
  page('api-keys', 'API keys', 'scopes programs api-schlüssel'),
  page('audit', 'Audit log', 'who did what audit-protokoll'),
  page('settings', 'Settings', 'account password einstellungen konto'),
  page('welcome', 'First steps', 'welcome setup erste schritte'),
];
