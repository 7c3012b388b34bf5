/** What is set for a node, a group or everything: exposure, thresholds, planned silence. */
import { defineTexts } from './texts.ts';

export const policyTexts = defineTexts({
  en: {
    exposure: 'Exposure',
    exposures: {
      auto: 'By the source of each event',
      internal: 'Inside your network: one touch is the alarm',
      internet: 'On the internet: most touches are noise',
    },
    exposureShort: { auto: 'By source', internal: 'Inside', internet: 'Internet' },
    exposureHint: 'Inside, nobody has a reason to touch a decoy, so less is needed for an alert.',
    inherits: 'As in the alert settings',
    labels: 'Labels',
    labelsHint: 'Short texts of your own, one a line, 16 at most.',
    group: 'Group',
    noGroup: 'No group: the alert settings hold',
    maintenance: 'Planned silence',
    maintenanceHint: 'In these times nothing is raised when a node does not report.',
    maintenanceNone: 'Nothing is planned.',
    from: 'From',
    to: 'To',
    note: 'Why',
    addMaintenance: 'Plan a silence',
    removeMaintenance: 'Remove this planned silence',
    wrongTime: 'Enter a date and a time.',
  },
  de: {
    exposure: 'Lage',
    exposures: {
      auto: 'Je nach Quelle des Ereignisses',
      internal: 'Im eigenen Netz: Eine Berührung ist der Alarm',
      internet: 'Im Internet: Die meisten Berührungen sind Rauschen',
    },
    exposureShort: { auto: 'Je nach Quelle', internal: 'Innen', internet: 'Internet' },
    exposureHint:
      'Innen hat niemand einen Grund, einen Köder zu berühren; darum genügt weniger für einen Alarm.',
    inherits: 'Wie in den Alarmeinstellungen',
    labels: 'Etiketten',
    labelsHint: 'Eigene kurze Texte, einer je Zeile, höchstens 16.',
    group: 'Gruppe',
    noGroup: 'Keine Gruppe: Es gelten die Alarmeinstellungen',
    maintenance: 'Geplante Stille',
    maintenanceHint: 'In diesen Zeiten wird nichts gemeldet, wenn ein Knoten schweigt.',
    maintenanceNone: 'Nichts ist geplant.',
    from: 'Von',
    to: 'Bis',
    note: 'Warum',
    addMaintenance: 'Stille planen',
    removeMaintenance: 'Diese geplante Stille entfernen',
    wrongTime: 'Gib Datum und Uhrzeit an.',
  },
});
