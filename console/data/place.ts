/** Where the console and the API are: behind a path prefix both carry it. */
const built = (): string => new URL(/* @vite-ignore */ '..', import.meta.url).pathname;

/** The console's own root: `/console`, or `/decoys/console` behind a prefix. No slash at its end. */
export const consolePath = (import.meta.env.DEV ? '/console/' : built()).replace(/\/$/, '');

/** The API's address for a path such as `/api/events`. */
export const apiUrl = (path: string): string => `${consolePath.replace(/\/console$/, '')}${path}`;
