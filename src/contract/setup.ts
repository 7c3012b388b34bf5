/** How a sensor is pointed at this server. */
import { flag, list, nullable, object, type Static, text } from './schema.ts';

const name = text({ description: "A node's `sensor`.", examples: ['opencanary'] });
const title = text({ examples: ['OpenCanary'] });
const versions = text({
  description: 'The releases that this was tested with, or that its format is known from.',
  examples: ['0.9.10'],
});

export const SensorKind = object({ name, title, versions, note: text() });
export type SensorKind = Static<typeof SensorKind>;

export const NodeSetup = object({
  sensor: name,
  title,
  versions,
  note: text({ description: 'What to know beforehand.' }),
  address: text({
    description: 'The address of this server, as used in the steps.',
    examples: ['https://decoys.example.org'],
  }),
  key_is_filled_in: flag({
    description: 'False: `YOUR_NODE_KEY` is a placeholder for it, since only its hash is stored.',
  }),
  certificate_fingerprint: nullable(
    text({
      description:
        'SHA-256 of the server’s self-signed certificate, which sensors must trust. Null: an authority signed it, or there is none.',
    }),
  ),
  steps: list(
    object({
      title: text({ description: 'An instruction.' }),
      file: nullable(text({ description: 'The file to put the text into.' })),
      code: text({ description: 'Paste it unchanged.' }),
    }),
  ),
});
export type NodeSetup = Static<typeof NodeSetup>;
