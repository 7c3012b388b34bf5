import { defineTexts } from './texts.ts';

export const ingestProblemsTexts = defineTexts({
  en: {
    problem: 'Ingest problem',
    lead: 'What sensors sent that was not taken, or not understood: the latest 200 kinds of it, for 30 days.',
    columns: {
      reason: 'What is wrong',
      kind: 'Kind',
      node: 'Node',
      input: 'Sent to',
      count: 'Times',
      last: 'Last',
    },
    kinds: {
      unknown_key: 'Key not valid',
      unreadable: 'Unreadable',
      rejected: 'Refused',
      unknown_record: 'Unknown record',
      too_many_sensors: 'Too many sensors',
    },
    advice: {
      unknown_key:
        'The key belongs to a node that is inactive or was deleted. Activate the node, or give the sensor the key of another.',
      unreadable:
        'Nothing in the body could be read. Check that the sensor sends to the address of its own kind: the node’s page has it.',
      rejected:
        'These records were refused and are not stored. Where the sensor cannot be changed, something in between can: the sample shows what arrived.',
      unknown_record:
        'These events are stored and searchable, but their type is not known here, so they are judged by what stands in them alone.',
      too_many_sensors:
        'These events are stored, but under the node whose key they came with: it has no room for further sensors of their own. Delete those that are gone, or give some of the sensors a key of their own.',
    },
    search: 'Reason, address or sample',
    empty: 'Everything that was sent was taken',
    emptyHint: 'When a sensor sends something that cannot be read, it shows here with its reason.',
    emptyFiltered: 'No problem matches these filters',
    emptyFilteredHint: 'Take a filter away to see the others.',
    address: 'Sent from',
    first: 'First',
    noNode: 'None: the sender is not known',
    sample: 'The beginning of the latest, as it came',
    noSample: 'Nothing of it was kept.',
    map: 'Make a mapping from this record',
    missing: 'This problem is not there',
    missingHint: 'It is older than 30 days, or the link is wrong.',
  },
  de: {
    problem: 'Empfangsproblem',
    lead: 'Was Sensoren gesendet haben und was nicht angenommen oder nicht verstanden wurde: die jüngsten 200 Arten, 30 Tage lang.',
    columns: {
      reason: 'Was nicht stimmt',
      kind: 'Art',
      node: 'Knoten',
      input: 'Gesendet an',
      count: 'Anzahl',
      last: 'Zuletzt',
    },
    kinds: {
      unknown_key: 'Schlüssel ungültig',
      unreadable: 'Nicht lesbar',
      rejected: 'Abgewiesen',
      unknown_record: 'Unbekannter Eintrag',
      too_many_sensors: 'Zu viele Sensoren',
    },
    advice: {
      unknown_key:
        'Der Schlüssel gehört zu einem Knoten, der inaktiv ist oder gelöscht wurde. Aktiviere den Knoten, oder gib dem Sensor den Schlüssel eines anderen.',
      unreadable:
        'Nichts davon ließ sich lesen. Prüfe, ob der Sensor an die Adresse für seine Art sendet: Sie steht auf der Seite des Knotens.',
      rejected:
        'Diese Einträge wurden abgewiesen und sind nicht gespeichert. Das Beispiel zeigt, was ankam; lässt sich der Sensor nicht ändern, hilft ein Programm dazwischen.',
      unknown_record:
        'Diese Ereignisse sind gespeichert und lassen sich suchen, aber ihre Art ist hier nicht bekannt: Sie werden nur nach ihrem Inhalt beurteilt.',
      too_many_sensors:
        'Diese Ereignisse sind gespeichert, aber unter dem Knoten, dessen Schlüssel sie mitbrachten: Für weitere Sensoren ist dort kein Platz. Lösche, was es nicht mehr gibt, oder gib einigen Sensoren einen eigenen Schlüssel.',
    },
    search: 'Grund, Adresse oder Beispiel',
    empty: 'Alles Gesendete wurde angenommen',
    emptyHint: 'Sendet ein Sensor etwas, das sich nicht lesen lässt, steht es hier mit dem Grund.',
    emptyFiltered: 'Kein Problem passt zu diesen Filtern',
    emptyFilteredHint: 'Entferne einen Filter, um die anderen zu sehen.',
    address: 'Gesendet von',
    first: 'Zuerst',
    noNode: 'Keiner: Der Absender ist nicht bekannt',
    sample: 'Der Anfang des jüngsten, wie er ankam',
    noSample: 'Davon wurde nichts aufbewahrt.',
    map: 'Zuordnung aus diesem Eintrag anlegen',
    missing: 'Dieses Problem gibt es nicht',
    missingHint: 'Es ist älter als 30 Tage, oder der Link ist falsch.',
  },
});
