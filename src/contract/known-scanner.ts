/** Known scanners, backups and monitors. */
import type { DocOf } from '../core/doc-kind.ts';
import { type ScannerBody, type ScannerSettings, scannerPermissions } from '../core/known-scanner.ts';
import { weekdays } from '../core/week-hours.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const name = text({ minLength: 1, maxLength: 100, examples: ['Nessus, Lyon'] });
const owner = text({ maxLength: 200, examples: ['security@example.org'] });
const networks = list(text({ maxLength: 50, examples: ['10.0.0.9'] }), {
  description: 'Addresses or CIDR networks, not wider than /8 (IPv6: /32).',
  minItems: 1,
  maxItems: 200,
});
const services = list(text({ minLength: 1, maxLength: 100 }), { description: 'Empty: all.', maxItems: 200 });
const nodes = list(text({ minLength: 1, maxLength: 100 }), {
  description: 'Node ids. Empty: all.',
  maxItems: 200,
});
const hours = nullable(
  object(
    {
      from: text({ maxLength: 5, examples: ['22:00'] }),
      to: text({ description: '`24:00` is the end of the day.', maxLength: 5, examples: ['06:00'] }),
      timezone: text({ maxLength: 60, examples: ['Europe/Paris'] }),
      weekdays: list(choice(weekdays), {
        description: 'The days on which the hours begin. Empty: every day.',
        maxItems: 7,
      }),
    },
    { description: 'When it runs. Null: at any time.' },
  ),
);
const may = list(choice(scannerPermissions), {
  description:
    'connect (and ping), page_views, probes (port scans, requests and queries without an attack), sign_in_attempts, payloads (attacks that vulnerability scanners send), file_reads.',
  minItems: 1,
  maxItems: scannerPermissions.length,
});

export const KnownScanner = object({
  id: text({ examples: ['scanner-019ab9a2b4c112e3f4a5b6c7'] }),
  name,
  owner,
  enabled: flag(),
  networks,
  services,
  nodes,
  hours,
  may,
  hits: integer({
    description: 'Events that raised no alert because of it; they are stored and can be searched.',
  }),
  last_hit_at: nullableTime,
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type KnownScanner = Static<typeof KnownScanner>;
const project = projectionOf(KnownScanner);
export const toScannerView = ({ body, ...doc }: DocOf<ScannerBody>): KnownScanner =>
  project({ ...doc, ...body });

const rest = {
  owner: optional(owner),
  enabled: optional(flag()),
  services: optional(services),
  nodes: optional(nodes),
  hours: optional(hours),
};
export const KnownScannerCreate = object({ name, networks, may, ...rest });
export type KnownScannerCreate = Static<typeof KnownScannerCreate>;
export const KnownScannerUpdate = object(
  {
    name: optional(name),
    networks: optional(networks),
    may: optional(may),
    ...rest,
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type KnownScannerUpdate = Static<typeof KnownScannerUpdate>;

/** What is left out is everything, always. */
export const toScannerSettings = (given: KnownScannerCreate): ScannerSettings => ({
  owner: '',
  enabled: true,
  services: [],
  nodes: [],
  hours: null,
  ...given,
});
