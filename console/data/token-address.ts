/** The address of a token as a visitor types it. */
import { apiUrl } from './place.ts';
import type { PlantedToken } from './types.ts';

/** Where the server does not know its own address, it is where this page came from. Null where it cannot be shown. */
export const tokenAddress = ({ url, path }: Pick<PlantedToken, 'url' | 'path'>): string | null =>
  url ?? (path === null ? null : new URL(apiUrl(path), location.href).href);

/** Whether only this machine can open it. */
export const isLoopback = (address: string): boolean =>
  /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(address).hostname);
