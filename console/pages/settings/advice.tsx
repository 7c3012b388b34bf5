/** The threshold that people's verdicts speak for. Nothing changes by itself. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { applyThreshold, revertThreshold, thresholdAdviceQuery } from '../../data/account.ts';
import { ApiError } from '../../data/client.ts';
import { Button } from '../../parts/button.tsx';
import { notify } from '../../parts/toast.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { useTexts } from '../../texts/texts.ts';

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

export function Advice() {
  const t = useTexts(settingsTexts);
  const client = useQueryClient();
  const { data } = useQuery(thresholdAdviceQuery());
  if (data === undefined) return null;
  const act = (action: () => Promise<unknown>, text: string) => async () => {
    try {
      await action();
      notify(text);
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
    await Promise.all(
      ['alert-settings', 'threshold-advice'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
  };
  const { suggested, applied } = data;
  return (
    <section aria-label={t.advice} className="flex flex-col gap-2 border-t border-line p-4">
      <h3 className="heading">{t.advice}</h3>
      <p className="text-sm">
        {suggested === null ? t.adviceNone : t.adviceSuggested(suggested)}
        <span className="block text-muted">{t.adviceCounts(sum(data.harmless), sum(data.attack))}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        {suggested !== null && (
          <Button onPress={act(() => applyThreshold(suggested), t.adviceApplied(suggested))}>
            {t.adviceApply(suggested)}
          </Button>
        )}
        {applied !== null && (
          <Button onPress={act(revertThreshold, t.adviceReverted)}>{t.adviceRevert}</Button>
        )}
      </div>
    </section>
  );
}
