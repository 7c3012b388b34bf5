/** What people are told of merging and splitting, and how it is taken back. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { markSeenWithCache, mergeWithCache, splitWithCache, takeApartWithCache } from '../../data/merging.ts';
import { notify } from '../../parts/toast.tsx';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

interface Result {
  result: string;
  why: string | null;
}

export interface Merging {
  /** Merges each into the one that remains. None of these rejects: people are told. */
  merge(incidents: readonly string[], into: string): Promise<void>;
  split(incidents: readonly string[], from: string): Promise<void>;
  /** Resolves with the id of the new incident, or null. */
  takeApart(id: string, alerts: readonly string[]): Promise<string | null>;
  markUnread(id: string, me: string): Promise<void>;
}

/** `remember`: how the last action is taken back by its key. */
export function useMerging(remember: (undo: () => void) => void): Merging {
  const t = useTexts(mergingTexts);
  const client = useQueryClient();

  const fail = useCallback(
    (error: unknown): null => {
      notify(t.failed(error instanceof Error ? error.message : String(error)), { tone: 'failed' });
      return null;
    },
    [t],
  );
  const tell = useCallback(
    (
      results: readonly Result[],
      words: { done(count: number): string; refused(count: number, why: string): string },
      undo?: () => void,
    ): void => {
      const refused = results.filter(({ result }) => result === 'conflict' || result === 'not_found');
      const done = results.length - refused.length;
      const why = [...new Set(refused.map((one) => one.why ?? one.result))].join('; ');
      const text = [
        ...(done > 0 ? [words.done(done)] : []),
        ...(refused.length > 0 ? [words.refused(refused.length, why)] : []),
      ].join('. ');
      notify(text, { tone: refused.length > 0 ? 'failed' : 'done', ...(done > 0 && undo ? { undo } : {}) });
    },
    [],
  );
  /** Taken back once, by its button or by the key. */
  const once = useCallback(
    (undo: () => void): (() => void) => {
      let isUsed = false;
      const run = (): void => {
        if (isUsed) return;
        isUsed = true;
        undo();
      };
      remember(run);
      return run;
    },
    [remember],
  );

  const splitAgain = useCallback(
    async (incidents: readonly string[]): Promise<void> => {
      const answer = await splitWithCache(client, incidents).catch(fail);
      if (answer !== null) tell(answer.results, { done: t.splitDone, refused: t.notSplit });
    },
    [client, fail, tell, t],
  );
  const mergeAgain = useCallback(
    async (incidents: readonly string[], into: string): Promise<void> => {
      const answer = await mergeWithCache(client, incidents, into).catch(fail);
      if (answer !== null) tell(answer.results, { done: t.merged, refused: t.refused });
    },
    [client, fail, tell, t],
  );

  return {
    async merge(incidents, into) {
      const answer = await mergeWithCache(client, incidents, into).catch(fail);
      if (answer === null) return;
      const { undo } = answer;
      const back = undo === null ? undefined : once(() => void splitAgain(undo.incidents));
      tell(answer.results, { done: t.merged, refused: t.refused }, back);
    },
    async split(incidents, from) {
      const answer = await splitWithCache(client, incidents).catch(fail);
      if (answer === null) return;
      const done = answer.results.filter(({ result }) => result === 'split').map((one) => one.incident_id);
      const back = done.length === 0 ? undefined : once(() => void mergeAgain(done, from));
      tell(answer.results, { done: t.splitDone, refused: t.notSplit }, back);
    },
    async takeApart(id, alerts) {
      const answer = await takeApartWithCache(client, id, alerts).catch(fail);
      if (answer === null) return null;
      const { undo } = answer;
      notify(t.apartDone, { undo: once(() => void mergeAgain(undo.incidents, undo.into)) });
      return answer.incident.incident_id;
    },
    async markUnread(id, me) {
      const isDone = await markSeenWithCache(client, id, me, false).then(() => true, fail);
      if (isDone) notify(t.markedUnread);
    },
  };
}
