import { defineTexts } from './texts.ts';

export const sampleTexts = defineTexts({
  en: {
    badge: 'DEMO',
    bar: 'Sample data: none of this happened, and nothing here is yours.',
    leave: 'Back to my data',
    remove: 'Remove sample data',
    failed: (detail: string) => `That did not work: ${detail}`,
    offer: 'Look around with sample data',
    offerHint:
      'A demo week under a DEMO badge, beside your own data: it counts nowhere, tells nobody, and goes by one click.',
  },
  de: {
    badge: 'DEMO',
    bar: 'Beispieldaten: Nichts davon ist geschehen, und nichts hier gehört dir.',
    leave: 'Zu meinen Daten',
    remove: 'Beispieldaten entfernen',
    failed: (detail) => `Das hat nicht geklappt: ${detail}`,
    offer: 'Mit Beispieldaten umsehen',
    offerHint:
      'Eine Beispielwoche unter dem Zeichen DEMO, neben deinen eigenen Daten: Sie zählt nirgends, benachrichtigt niemanden und verschwindet mit einem Klick.',
  },
});
