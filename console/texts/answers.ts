import { defineTexts, formatCount, plural } from './texts.ts';

/** Blocking and suppressing, from wherever a source or an incident is shown. */
export const answersTexts = defineTexts({
  en: {
    lasts: 'For how long',
    note: 'Note',
    noteHint: 'Why, for whoever reads it later.',
    block: 'Block the source',
    blockLead: 'Agents and firewalls that read your block list will turn this address away:',
    blockDo: 'Block',
    blocked: (address: string) => `${address} is on the block list`,
    unblocked: (address: string) => `${address} is off the block list again`,
    noAddress: 'This source is the name of a host, not an address, so no firewall can block it.',
    suppress: 'Hide events like this',
    suppressLead:
      'Events for which all of this holds are stored and searchable, but raise no alert. Take a part away to hide more.',
    parts: {
      sources: 'Source',
      networks: 'Network',
      nodes: 'Node',
      services: 'Service',
      decoys: 'Decoy',
      processes: 'Process',
      users: 'User',
      attack_types: 'Attack type',
      text: 'Text',
      max_risk: 'Risk at most',
    },
    preview: (events: number, alerting: number) =>
      `${plural('en', events, 'stored event matches', 'stored events match')}; ${formatCount('en', alerting)} of them would have raised an alert.`,
    previewing: 'Counting…',
    nothingLeft: 'Keep at least one part: a rule without any would hide everything.',
    tooWide: 'No source, node or network is part of this rule: it would also hide attacks by anybody else.',
    mustEnd:
      'It could hide risk 9 or more, or names no source, node or decoy: such a rule ends, and only an administrator makes it.',
    ruleName: 'Name of the rule',
    ruleNameFor: (what: string) => `Expected: ${what}`,
    suppressDo: 'Hide from now on',
    suppressed: 'Events like this raise no alert from now on',
    unsuppressed: 'The rule is gone: events like this raise alerts again',
    alsoResolve: 'Resolve this incident too',
  },
  de: {
    lasts: 'Wie lange',
    note: 'Notiz',
    noteHint: 'Warum, für alle, die es später lesen.',
    block: 'Quelle sperren',
    blockLead: 'Agenten und Firewalls, die deine Sperrliste lesen, weisen diese Adresse ab:',
    blockDo: 'Sperren',
    blocked: (address) => `${address} steht auf der Sperrliste`,
    unblocked: (address) => `${address} steht nicht mehr auf der Sperrliste`,
    noAddress: 'Diese Quelle ist ein Rechnername und keine Adresse; keine Firewall kann sie sperren.',
    suppress: 'Solche Ereignisse ausblenden',
    suppressLead:
      'Ereignisse, auf die all das zutrifft, werden gespeichert und bleiben auffindbar, lösen aber keinen Alarm aus. Nimm einen Teil weg, um mehr auszublenden.',
    parts: {
      sources: 'Quelle',
      networks: 'Netz',
      nodes: 'Knoten',
      services: 'Dienst',
      decoys: 'Köder',
      processes: 'Prozess',
      users: 'Benutzer',
      attack_types: 'Angriffsart',
      text: 'Text',
      max_risk: 'Risiko höchstens',
    },
    preview: (events, alerting) =>
      `${plural('de', events, 'gespeichertes Ereignis passt', 'gespeicherte Ereignisse passen')}; ${plural('de', alerting, 'davon hätte einen Alarm ausgelöst', 'davon hätten einen Alarm ausgelöst')}.`,
    previewing: 'Wird gezählt …',
    nothingLeft: 'Behalte mindestens einen Teil: Eine Regel ohne Teile würde alles ausblenden.',
    tooWide:
      'Weder Quelle noch Knoten noch Netz gehört zu dieser Regel: Sie würde auch Angriffe aller anderen ausblenden.',
    mustEnd:
      'Sie könnte Risiko 9 oder mehr ausblenden oder nennt weder Quelle noch Knoten noch Köder: Eine solche Regel endet, und nur ein Administrator legt sie an.',
    ruleName: 'Name der Regel',
    ruleNameFor: (what) => `Erwartet: ${what}`,
    suppressDo: 'Ab jetzt ausblenden',
    suppressed: 'Solche Ereignisse lösen ab jetzt keinen Alarm mehr aus',
    unsuppressed: 'Die Regel ist weg: Solche Ereignisse lösen wieder Alarm aus',
    alsoResolve: 'Diesen Vorfall auch erledigen',
  },
});
