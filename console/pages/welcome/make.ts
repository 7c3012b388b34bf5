import { call } from '../../data/client.ts';
import type { PlantedToken } from '../../data/types.ts';

export const makeFirstDecoy = (note: string): Promise<PlantedToken> =>
  call<PlantedToken>('POST', '/api/tokens', { body: { note } });
