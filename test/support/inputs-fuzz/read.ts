/** Reads changed bodies as every input does, without a server: how many, and what became of them. */
import { InputBody } from '../../../src/api/inputs/input-body.ts';
import { readInput } from '../../../src/api/inputs/input-routes.ts';
import { AppError } from '../../../src/core/errors.ts';
import { createBodies, type Random } from './bodies.ts';

export interface ReadFigures {
  read: number;
  drafts: number;
  skipped: number;
  problems: number;
  /** Bodies of which nothing could be read, by the code of the error. */
  refused: Record<string, number>;
  longestMs: number;
  /** Resident memory after each tenth, MB. */
  residentMb: number[];
}

export async function readBodies(count: number, random: Random): Promise<ReadFigures> {
  const next = createBodies(random);
  const figures: ReadFigures = {
    ...{ read: 0, drafts: 0, skipped: 0, problems: 0, refused: {}, longestMs: 0, residentMb: [] },
  };
  while (figures.read < count) {
    const { bytes, type } = next();
    const startedMs = performance.now();
    try {
      const { drafts, skipped, problems } = await readInput(
        new InputBody(bytes, type),
        '2026-11-30T12:00:00.000Z',
      );
      figures.drafts += drafts.length;
      figures.skipped += skipped;
      figures.problems += problems.length;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal')
        throw new Error(`${type} ${JSON.stringify(bytes.toString('latin1'))}`, { cause: error });
      figures.refused[error.code] = (figures.refused[error.code] ?? 0) + 1;
    }
    figures.longestMs = Math.max(figures.longestMs, Math.round(performance.now() - startedMs));
    figures.read += 1;
    if (figures.read % Math.ceil(count / 10) === 0)
      figures.residentMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
  }
  return figures;
}
