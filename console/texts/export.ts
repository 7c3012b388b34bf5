import { defineTexts } from './texts.ts';

export const exportTexts = defineTexts({
  en: {
    export: 'Export',
    formats: { csv: 'CSV, safe in a spreadsheet', ndjson: 'NDJSON, one record a line' },
    revealed: {
      csv: 'CSV with passwords (audited)',
      ndjson: 'NDJSON with passwords (audited)',
    },
    started: 'The file is on its way: all rows of these filters.',
    startedWithout: (left: string) => `The file is on its way. It does not follow: ${left}.`,
    failed: (detail: string) => `The export failed: ${detail}`,
  },
  de: {
    export: 'Exportieren',
    formats: { csv: 'CSV, sicher in der Tabelle', ndjson: 'NDJSON, ein Eintrag pro Zeile' },
    revealed: {
      csv: 'CSV mit Passwörtern (wird vermerkt)',
      ndjson: 'NDJSON mit Passwörtern (wird vermerkt)',
    },
    started: 'Die Datei kommt: alle Zeilen zu diesen Filtern.',
    startedWithout: (left) => `Die Datei kommt. Nicht berücksichtigt: ${left}.`,
    failed: (detail) => `Der Export hat nicht geklappt: ${detail}`,
  },
});
