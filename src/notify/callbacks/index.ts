/** Chat programs that call back when a button of a message is clicked. */
import type { CallbackKind } from './callback.ts';
import { discord } from './discord.ts';
import { slack } from './slack.ts';
import { telegram } from './telegram.ts';

export const callbacks: readonly CallbackKind[] = [discord, slack, telegram];
