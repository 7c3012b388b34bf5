/**
 * The key of a wallboard is in the fragment, which no server is sent, and stays there, because a screen that is switched on
 * again opens the same address.
 */
import { consolePath } from './place.ts';

const form = /^#(dvw_[\w-]{43})$/;

/** Null where the page was opened by any other address, empty where the link was cut off. */
export const wallboardKey = (): string | null =>
  location.pathname === `${consolePath}/wallboard` ? (form.exec(location.hash)?.[1] ?? '') : null;
