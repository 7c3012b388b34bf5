import { defineTexts, useTexts } from './texts.ts';

const kinds = defineTexts({
  en: {
    'connection.opened': 'Connection opened',
    'connection.closed': 'Connection closed',
    'login.failed': 'Failed sign-in',
    'login.succeeded': 'Successful sign-in',
    'command.run': 'Command',
    'command.input': 'Input to a command',
    'http.request': 'HTTP request',
    'payload.received': 'Payload',
    'port.scanned': 'Port scan',
    'file.downloaded': 'File downloaded',
    'file.uploaded': 'File uploaded',
    'file.opened': 'Decoy file opened',
    'file.changed': 'Decoy file changed',
    'file.copied': 'Decoy file copied',
    'file.deleted': 'Decoy file deleted',
    'tunnel.requested': 'Tunnel requested',
    'token.hit': 'Token used',
    'client.identified': 'Client identified',
    'decoy.fingerprinted': 'Decoy fingerprinted',
    'sensor.message': 'Message of the sensor',
  },
  de: {
    'connection.opened': 'Verbindung geöffnet',
    'connection.closed': 'Verbindung geschlossen',
    'login.failed': 'Fehlgeschlagene Anmeldung',
    'login.succeeded': 'Erfolgreiche Anmeldung',
    'command.run': 'Befehl',
    'command.input': 'Eingabe für einen Befehl',
    'http.request': 'HTTP-Anfrage',
    'payload.received': 'Nutzdaten',
    'port.scanned': 'Portscan',
    'file.downloaded': 'Datei heruntergeladen',
    'file.uploaded': 'Datei hochgeladen',
    'file.opened': 'Köderdatei geöffnet',
    'file.changed': 'Köderdatei geändert',
    'file.copied': 'Köderdatei kopiert',
    'file.deleted': 'Köderdatei gelöscht',
    'tunnel.requested': 'Tunnel angefordert',
    'token.hit': 'Token verwendet',
    'client.identified': 'Client erkannt',
    'decoy.fingerprinted': 'Köder geprüft',
    'sensor.message': 'Meldung des Sensors',
  },
});

/** The kind in words; one that a newer server knows keeps its name. */
export function useKindName(): (kind: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(kinds);
  return (kind) => (Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind);
}
