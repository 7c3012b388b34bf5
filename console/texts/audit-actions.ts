/** What a person did, by the call they made. Calls that are not here keep the server's own words. */
import { useCallback } from 'react';
import { defineTexts, useTexts } from './texts.ts';

const actions = defineTexts({
  en: {
    'POST /auth/login': 'Signed in',
    'POST /auth/password': 'Changed the password',
    'POST /nodes': 'Added a node',
    'PATCH /nodes/:id': 'Changed a node',
    'DELETE /nodes/:id': 'Deleted a node',
    'POST /nodes/:id/rotate-key': 'Replaced the key of a node',
    'POST /nodes/:id/test': 'Tested a node',
    'POST /api/wallboards': 'Made a wallboard',
    'DELETE /api/wallboards/:id': 'Revoked a wallboard',
    'POST /api/sample': 'Made sample data',
    'DELETE /api/sample': 'Removed sample data',
    'POST /api/channels': 'Added a channel',
    'PATCH /api/channels/:id': 'Changed a channel',
    'DELETE /api/channels/:id': 'Deleted a channel',
    'POST /api/channels/:id/test': 'Tested a channel',
    'POST /api/deliveries/:delivery_id/resend': 'Sent a message again',
    'POST /api/suppressions': 'Added a suppression',
    'PATCH /api/suppressions/:id': 'Changed a suppression',
    'DELETE /api/suppressions/:id': 'Deleted a suppression',
    'POST /api/block-ip': 'Blocked an address',
    'DELETE /api/blocked-ips/:id': 'Took an address off the block list',
    'PUT /api/block-settings': 'Set the rules of the block list',
    'POST /api/block-feeds': 'Added a block list feed',
    'DELETE /api/block-feeds/:id': 'Deleted a block list feed',
    'POST /api/keys': 'Made an API key',
    'DELETE /api/keys/:id': 'Revoked an API key',
    'PATCH /api/alert-settings': 'Changed the alert settings',
    'POST /api/tuning/threshold': 'Applied the suggested threshold',
    'POST /api/tuning/threshold/revert': 'Took back the suggested threshold',
    'POST /api/tuning/:suppression_id/revert': 'Took back what a verdict adjusted',
    'PATCH /api/alerts/:alert_id': 'Changed an alert',
    'POST /api/alerts/:alert_id/verdict': 'Gave a verdict on an alert',
    'POST /api/incidents/bulk': 'Changed several incidents',
    'POST /api/bulk-jobs': 'Changed many incidents as a job',
    'POST /api/bulk-jobs/:job_id/cancel': 'Cancelled a bulk job',
    'POST /api/bulk-jobs/:job_id/undo': 'Took back a bulk job',
    'PATCH /api/incidents/:incident_id': 'Changed an incident',
    'POST /api/incidents/:incident_id/comments': 'Commented on an incident',
    'POST /api/incidents/:incident_id/verdict': 'Gave a verdict on an incident',
    'POST /api/incidents/:incident_id/block': 'Blocked the source of an incident',
  },
  de: {
    'POST /auth/login': 'Angemeldet',
    'POST /auth/password': 'Passwort geändert',
    'POST /nodes': 'Knoten hinzugefügt',
    'PATCH /nodes/:id': 'Knoten geändert',
    'DELETE /nodes/:id': 'Knoten gelöscht',
    'POST /nodes/:id/rotate-key': 'Schlüssel eines Knotens ersetzt',
    'POST /nodes/:id/test': 'Knoten getestet',
    'POST /api/wallboards': 'Anzeigetafel angelegt',
    'DELETE /api/wallboards/:id': 'Anzeigetafel widerrufen',
    'POST /api/sample': 'Beispieldaten erzeugt',
    'DELETE /api/sample': 'Beispieldaten entfernt',
    'POST /api/channels': 'Kanal hinzugefügt',
    'PATCH /api/channels/:id': 'Kanal geändert',
    'DELETE /api/channels/:id': 'Kanal gelöscht',
    'POST /api/channels/:id/test': 'Kanal getestet',
    'POST /api/deliveries/:delivery_id/resend': 'Nachricht erneut gesendet',
    'POST /api/suppressions': 'Ausnahme hinzugefügt',
    'PATCH /api/suppressions/:id': 'Ausnahme geändert',
    'DELETE /api/suppressions/:id': 'Ausnahme gelöscht',
    'POST /api/block-ip': 'Adresse gesperrt',
    'DELETE /api/blocked-ips/:id': 'Adresse von der Sperrliste genommen',
    'PUT /api/block-settings': 'Regeln der Sperrliste gesetzt',
    'POST /api/block-feeds': 'Feed der Sperrliste hinzugefügt',
    'DELETE /api/block-feeds/:id': 'Feed der Sperrliste gelöscht',
    'POST /api/keys': 'API-Schlüssel erzeugt',
    'DELETE /api/keys/:id': 'API-Schlüssel widerrufen',
    'PATCH /api/alert-settings': 'Alarmeinstellungen geändert',
    'POST /api/tuning/threshold': 'Vorgeschlagene Schwelle übernommen',
    'POST /api/tuning/threshold/revert': 'Vorgeschlagene Schwelle zurückgenommen',
    'POST /api/tuning/:suppression_id/revert': 'Anpassung eines Urteils zurückgenommen',
    'PATCH /api/alerts/:alert_id': 'Alarm geändert',
    'POST /api/alerts/:alert_id/verdict': 'Urteil über einen Alarm gegeben',
    'POST /api/incidents/bulk': 'Mehrere Vorfälle geändert',
    'POST /api/bulk-jobs': 'Viele Vorfälle in einem Auftrag geändert',
    'POST /api/bulk-jobs/:job_id/cancel': 'Sammelauftrag abgebrochen',
    'POST /api/bulk-jobs/:job_id/undo': 'Sammelauftrag zurückgenommen',
    'PATCH /api/incidents/:incident_id': 'Vorfall geändert',
    'POST /api/incidents/:incident_id/comments': 'Vorfall kommentiert',
    'POST /api/incidents/:incident_id/verdict': 'Urteil über einen Vorfall gegeben',
    'POST /api/incidents/:incident_id/block': 'Quelle eines Vorfalls gesperrt',
  },
});

/** `kind` is the server's name for it. */
export function useActionName(): (entry: {
  kind: string;
  data: { method?: string; path?: string };
}) => string {
  const names: Readonly<Record<string, string>> = useTexts(actions);
  return useCallback(
    ({ kind, data }) => {
      const call = `${data.method ?? ''} ${data.path ?? ''}`;
      return Object.hasOwn(names, call) ? (names[call] ?? kind) : kind;
    },
    [names],
  );
}
