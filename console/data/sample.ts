/**
 * Sample data: whether this tab looks at it. Every call then says so, and the server answers from it. Going in and out loads
 * the page anew, so that nothing of the one is left among the other.
 */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { consolePath } from './place.ts';
import { isInSample, setInSample } from './sample-mode.ts';
import type { Sample } from './types.ts';

export const sampleQuery = () =>
  queryOptions({
    queryKey: ['sample'],
    queryFn: ({ signal }) => call<Sample>('GET', '/api/sample', { signal }),
  });

const restart = (): void => location.assign(`${consolePath}/`);

/** Makes it where there is none, and looks at it. Rejects with ApiError. */
export async function enterSample(): Promise<void> {
  const sample = await call<Sample>('POST', '/api/sample');
  if (sample.state !== 'ready') return;
  setInSample(true);
  restart();
}

export function leaveSample(): void {
  if (!isInSample()) return;
  setInSample(false);
  restart();
}

/** Nothing of it is left. Rejects with ApiError. */
export async function removeSample(): Promise<void> {
  await call<Sample>('DELETE', '/api/sample');
  leaveSample();
}
