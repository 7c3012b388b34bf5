/** Replaying what happened: the bar, and the terminal of a session. */
import { defineTexts, plural } from './texts.ts';

export const replayTexts = defineTexts({
  en: {
    replay: 'Replay',
    end: 'End the replay',
    play: 'Play',
    pause: 'Pause',
    back: 'One step back',
    forward: 'One step on',
    position: 'Position',
    of: (at: string, end: string) => `${at} of ${end}`,
    steps: (at: string, total: string) => `step ${at} of ${total}`,
    pace: 'Pace',
    short: 'Cut long pauses',
    terminal: 'Terminal',
    typed: 'Typed so far',
    recordings: (count: number) =>
      `${plural('en', count, 'recording of a terminal', 'recordings of terminals')} came with this session. Playing is noted in the audit log: what was typed may be a password.`,
    noRecording: 'No recording of the terminal came with this session: its events are replayed.',
    unreadable: (count: number) =>
      `${plural('en', count, 'line', 'lines')} of the recording could not be read.`,
    earlier: 'Earlier lines are no longer shown.',
  },
  de: {
    replay: 'Abspielen',
    end: 'Wiedergabe beenden',
    play: 'Weiter',
    pause: 'Anhalten',
    back: 'Einen Schritt zurück',
    forward: 'Einen Schritt weiter',
    position: 'Stelle',
    of: (at, end) => `${at} von ${end}`,
    steps: (at, total) => `Schritt ${at} von ${total}`,
    pace: 'Tempo',
    short: 'Lange Pausen kürzen',
    terminal: 'Terminal',
    typed: 'Bisher getippt',
    recordings: (count) =>
      `Zu dieser Sitzung ${count === 1 ? 'gehört' : 'gehören'} ${plural('de', count, 'Terminalaufzeichnung', 'Terminalaufzeichnungen')}. Das Abspielen wird im Protokoll vermerkt, denn was getippt wurde, kann ein Passwort sein.`,
    noRecording: 'Zu dieser Sitzung kam keine Aufzeichnung des Terminals: Abgespielt werden ihre Ereignisse.',
    unreadable: (count) =>
      `${plural('de', count, 'Zeile', 'Zeilen')} der Aufzeichnung ${count === 1 ? 'war' : 'waren'} nicht lesbar.`,
    earlier: 'Frühere Zeilen werden nicht mehr gezeigt.',
  },
});
