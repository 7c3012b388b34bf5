import { defineTexts } from './texts.ts';

export const nodeTestTexts = defineTexts({
  en: {
    test: 'Test this node',
    title: (name: string) => `Test ${name}`,
    intro:
      'An event marked as a test takes the way that events of this node take, from the door to the disk, judged by all that is set for it. It counts nowhere: not in lists, statistics or attackers.',
    notify: 'Also send a test message to the channels that an alert would reach',
    notifyHint: 'Each message says that it is a test.',
    start: 'Start the test',
    again: 'Test again',
    stages: {
      received: 'Received',
      taken: 'Taken from the queue',
      scored: 'Scored',
      decided: 'Decided',
      recorded: 'On disk',
    },
    way: 'Its way',
    after: 'Time since it was received',
    judged: 'How it was judged',
    sent: 'What was sent',
    threshold: (risk: string, threshold: string) => `Risk ${risk}; alerts are made above ${threshold}.`,
    outcomes: {
      alert: 'It works: a real event like this one makes an alert.',
      suppressed: 'It arrives, but a suppression rule or a known scanner keeps it from making an alert.',
      below_threshold: 'It arrives, but its risk is not above the threshold that is set: no alert.',
    },
    rule: 'Open the rule',
    told: 'Who would be told',
    toldNobody: 'Nobody: there is no channel yet. Incidents are seen in the console only.',
    addChannel: 'Connect a channel',
    tells: {
      now: 'Told at once',
      after_quiet_hours: 'Told after the quiet hours',
      no: 'Not told: its filter, its subscriptions or its state',
      none: 'Not told: there is no alert',
    },
    delivered: (ms: string) => `Test message delivered after ${ms}`,
    failed: (error: string) => `Test message failed: ${error}`,
    sensor: (ago: string) =>
      `This tests everything from this server on. The sensor itself last called ${ago}.`,
    sensorNever:
      'This tests everything from this server on. The sensor itself has not called yet: see “How to connect”.',
  },
  de: {
    test: 'Diesen Knoten testen',
    title: (name) => `${name} testen`,
    intro:
      'Ein als Test markiertes Ereignis nimmt den Weg, den Ereignisse dieses Knotens nehmen, von der Tür bis auf die Platte, beurteilt nach allem, was für ihn gilt. Es zählt nirgends: nicht in Listen, Statistiken oder bei Angreifern.',
    notify: 'Auch eine Testnachricht an die Kanäle senden, die ein Alarm erreichen würde',
    notifyHint: 'Jede Nachricht sagt, dass sie ein Test ist.',
    start: 'Test starten',
    again: 'Noch einmal testen',
    stages: {
      received: 'Empfangen',
      taken: 'Aus der Warteschlange genommen',
      scored: 'Bewertet',
      decided: 'Entschieden',
      recorded: 'Auf der Platte',
    },
    way: 'Sein Weg',
    after: 'Zeit seit dem Empfang',
    judged: 'Wie es beurteilt wurde',
    sent: 'Was gesendet wurde',
    threshold: (risk, threshold) => `Risiko ${risk}; Alarme entstehen über ${threshold}.`,
    outcomes: {
      alert: 'Es funktioniert: Ein echtes Ereignis dieser Art löst einen Alarm aus.',
      suppressed:
        'Es kommt an, aber eine Unterdrückungsregel oder ein bekannter Scanner verhindert den Alarm.',
      below_threshold:
        'Es kommt an, aber sein Risiko liegt nicht über der eingestellten Schwelle: kein Alarm.',
    },
    rule: 'Die Regel öffnen',
    told: 'Wer benachrichtigt würde',
    toldNobody: 'Niemand: Es gibt noch keinen Kanal. Vorfälle sind nur in der Konsole zu sehen.',
    addChannel: 'Einen Kanal verbinden',
    tells: {
      now: 'Sofort benachrichtigt',
      after_quiet_hours: 'Nach der Ruhezeit benachrichtigt',
      no: 'Nicht benachrichtigt: wegen Filter, Abonnement oder Zustand',
      none: 'Nicht benachrichtigt: Es gibt keinen Alarm',
    },
    delivered: (ms) => `Testnachricht nach ${ms} zugestellt`,
    failed: (error) => `Testnachricht gescheitert: ${error}`,
    sensor: (ago) =>
      `Geprüft wird alles ab diesem Server. Der Sensor selbst hat sich zuletzt ${ago} gemeldet.`,
    sensorNever:
      'Geprüft wird alles ab diesem Server. Der Sensor selbst hat sich noch nicht gemeldet: siehe „So verbindest du ihn“.',
  },
});
