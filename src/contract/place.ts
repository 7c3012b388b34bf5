/** Where a source lies and whose network that is, as events, incidents and attackers show it. */
import { scopes } from '../lib/address-scope.ts';
import { FoundAsset } from './asset.ts';
import { choice, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

export const Place = object(
  {
    country: nullable(text({ description: 'ISO 3166-1 alpha-2.', examples: ['DE'] })),
    asn: nullable(
      integer({ description: 'Number (AS) of the network that announces it.', examples: [64496] }),
    ),
    network_owner: nullable(text({ description: 'Who runs that network.' })),
    scope: choice(scopes, { description: 'What the address is for; `global`: reachable on the internet.' }),
  },
  { description: 'A hint: where a network is registered, not where a person is.' },
);
export type Place = Static<typeof Place>;

/** Fields of records that have a source. */
export const located = {
  place: nullable(Place),
  marks: list(text({ examples: ['tor'] }), {
    description: 'The operator’s address lists that contain the address now.',
  }),
  asset: optional(nullable(FoundAsset)),
};
export interface Located {
  place: Place | null;
  marks: string[];
  asset?: FoundAsset | null;
}
