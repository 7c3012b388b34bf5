/** The answer of calls that have nothing to say but that it was done. */
import { choice, object, type Static } from './schema.ts';

export const Success = object({ status: choice(['success']) });
export type Success = Static<typeof Success>;
