/** Sensors that report with the key of another node. */
import { defineTexts, plural } from './texts.ts';

export const subNodesTexts = defineTexts({
  en: {
    through: (name: string) => `through ${name}`,
    parent: 'Reports through',
    parentHint: 'It has no key of its own: follow the set-up of the node that it reports through.',
    below: 'Sensors behind it',
    belowCount: (count: number) => plural('en', count, 'sensor', 'sensors'),
    belowNone: 'None has reported yet. Each becomes a node at first sight, by the name that it sends.',
    relay: 'Sensors behind its key',
    relayHint: 'Whether each becomes a node of its own, by the name that it sends.',
    relays: {
      auto: 'As its sensor says',
      on: 'Each a node of its own',
      off: 'All are this node',
    },
  },
  de: {
    through: (name) => `über ${name}`,
    parent: 'Meldet über',
    parentHint: 'Er hat keinen eigenen Schlüssel: Es gilt die Einrichtung des Knotens, über den er meldet.',
    below: 'Sensoren dahinter',
    belowCount: (count) => plural('de', count, 'Sensor', 'Sensoren'),
    belowNone:
      'Noch hat sich keiner gemeldet. Jeder wird beim ersten Ereignis zu einem Knoten mit dem Namen, den er sendet.',
    relay: 'Sensoren hinter seinem Schlüssel',
    relayHint: 'Ob jeder ein eigener Knoten wird, mit dem Namen, den er sendet.',
    relays: {
      auto: 'Wie es der Sensor vorgibt',
      on: 'Jeder ist ein eigener Knoten',
      off: 'Alle sind dieser Knoten',
    },
  },
});
