/** How many stored events a condition matches, and how many of those would have raised an alert. */
import { useQuery } from '@tanstack/react-query';
import { suppressionCountQuery } from '../../data/suppressions.ts';
import type { Condition } from '../../data/types.ts';
import { FormError } from '../../parts/fields.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { suppressionsTexts } from '../../texts/suppressions.ts';
import { useTexts } from '../../texts/texts.ts';

export function Preview({ condition }: { condition: Condition }) {
  const t = useTexts(suppressionsTexts);
  const { data, error } = useQuery(suppressionCountQuery(condition));
  if (error) return <FormError error={new Error(error.message)} />;
  if (data === undefined) return <Skeleton className="h-12" />;
  return (
    <p role="status" className="rounded-md bg-sunk px-4 py-3 text-sm">
      <span className="num text-base font-semibold">{t.previewCount(data.count)}</span>
      <span className="block text-muted">{t.previewAlerts(data.would_have_alerted)}</span>
    </p>
  );
}
