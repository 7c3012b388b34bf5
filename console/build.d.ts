/** Resolves to whether it built. `onlyIfStale` leaves a build of the same sources alone. */
export function buildConsole(options?: { onlyIfStale?: boolean }): Promise<boolean>;
