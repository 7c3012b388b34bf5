/** An action that shows at once, can be taken back, and puts everything back where the server says no. */
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

export interface OptimisticAction<T> {
  /** The queries whose cached data the action changes, by the beginning of their keys. */
  keys: readonly QueryKey[];
  /** Tells the server. */
  send(input: T): Promise<unknown>;
  /** What a cached answer becomes; called for every cached query under `keys`. */
  change(cached: unknown, input: T): unknown;
  onDone?(input: T): void;
  onError?(error: Error, input: T): void;
}

/** Undo is another action: pass what reverses it to `notify(text, { undo })` in `onDone`. */
export function useOptimistic<T>({ keys, send, change, onDone, onError }: OptimisticAction<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    async onMutate(input: T) {
      await Promise.all(keys.map((queryKey) => client.cancelQueries({ queryKey })));
      const before = keys.flatMap((queryKey) => client.getQueriesData({ queryKey }));
      for (const queryKey of keys)
        client.setQueriesData({ queryKey }, (cached: unknown) =>
          cached === undefined ? undefined : change(cached, input),
        );
      return before;
    },
    onError(error: Error, input: T, before) {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
      onError?.(error, input);
    },
    onSuccess: (_answer, input: T) => onDone?.(input),
    onSettled: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
