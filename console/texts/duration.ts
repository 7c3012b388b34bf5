import { defineTexts, plural } from './texts.ts';

export const durationTexts = defineTexts({
  en: {
    durations: {
      hour: '1 hour',
      day: '1 day',
      week: '7 days',
      month: '30 days',
      quarter: '90 days',
      year: '1 year',
      never: 'No end',
    },
    days: (count: number) => plural('en', count, 'day', 'days'),
    hours: (count: number) => plural('en', count, 'hour', 'hours'),
    minutes: (count: number) => plural('en', count, 'minute', 'minutes'),
    quiet: 'Quiet hours',
    quietOn: 'Hold messages back at night or at other fixed hours',
    quietHint: 'Messages wait until the hours end. Clock changes are followed.',
    from: 'From',
    to: 'To',
    timezone: 'Time zone',
    override: 'Send at once from risk',
    quietLine: (from: string, to: string, timezone: string, risk: number) =>
      `${from} to ${to} (${timezone}), except from risk ${risk}`,
  },
  de: {
    durations: {
      hour: '1 Stunde',
      day: '1 Tag',
      week: '7 Tage',
      month: '30 Tage',
      quarter: '90 Tage',
      year: '1 Jahr',
      never: 'Ohne Ende',
    },
    days: (count) => plural('de', count, 'Tag', 'Tage'),
    hours: (count) => plural('de', count, 'Stunde', 'Stunden'),
    minutes: (count) => plural('de', count, 'Minute', 'Minuten'),
    quiet: 'Ruhezeiten',
    quietOn: 'Nachrichten nachts oder zu anderen festen Zeiten zurückhalten',
    quietHint: 'Nachrichten warten bis zum Ende der Ruhezeit. Zeitumstellungen werden beachtet.',
    from: 'Von',
    to: 'Bis',
    timezone: 'Zeitzone',
    override: 'Sofort senden ab Risiko',
    quietLine: (from, to, timezone, risk) => `${from} bis ${to} (${timezone}), außer ab Risiko ${risk}`,
  },
});
