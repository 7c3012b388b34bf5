import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventPlace } from '../../../../src/core/place.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeEvent, newTenant, record } from './records.ts';

export function eventPlacesContract(backend: Backend): void {
  describe(`${backend.name}: places of events`, () => {
    const open = useStore(backend);

    it('are kept with the event, whole, in part, or none', async () => {
      const user = newTenant();
      const places: (EventPlace | null)[] = [
        { country: 'DE', asn: 64496, network_owner: 'Exämple "AG"' },
        { country: 'FR', asn: null, network_owner: null },
        { country: null, asn: 4_294_967_295, network_owner: null },
        null,
      ];
      const made = places.flatMap((place) => [
        makeEvent({ user_id: user, place }),
        makeAgentEvent({ user_id: user, place }),
      ]);
      await record(open.store, made);
      const tenant = open.store.of(user);
      for (const event of made) assert.deepEqual(await tenant.event(event.log_id), event);
      assert.deepEqual(
        new Set((await tenant.events({}, { limit: 20 })).items.map(({ place }) => JSON.stringify(place))),
        new Set(places.map((place) => JSON.stringify(place))),
      );
    });

    it('stay when the event is judged later', async () => {
      const user = newTenant();
      const place = { country: 'DE', asn: 64496, network_owner: 'Example' };
      const event = makeEvent({ user_id: user, place });
      await open.store.append([{ ...event, state: 'pending', verdict: null }]);
      assert.deepEqual((await open.store.of(user).event(event.log_id))?.place, place);
    });
  });
}
