/** Why something was judged as it was: each reason with the passage it rests on. */
import type { Evidence } from '../data/types.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { HostileText } from './hostile-text.tsx';

export function Reasons({
  reasons,
  evidence = [],
}: {
  reasons: readonly string[];
  evidence?: readonly Evidence[];
}) {
  const t = useTexts(partsTexts);
  if (reasons.length === 0) return <p className="text-sm text-muted">{t.noReasons}</p>;
  return (
    <ol className="flex flex-col gap-3">
      {reasons.map((reason, at) => (
        <li key={`${at}-${reason}`} className="flex flex-col gap-1 text-sm">
          <HostileText prose text={reason} />
          {evidence
            .filter((one) => one.reason === at)
            .map((one) => (
              <span
                key={`${one.field}-${one.text}`}
                className="flex gap-2 border-l-2 border-accent pl-2 text-xs text-muted"
              >
                <span className="shrink-0">{one.field === 'history' ? t.fromHistory : one.field}</span>
                <span className="min-w-0">
                  <HostileText text={one.text} />
                </span>
              </span>
            ))}
        </li>
      ))}
    </ol>
  );
}

/** The passages of the payload that reasons rest on. */
export const toMarks = (evidence: readonly Evidence[]): string[] =>
  evidence.filter(({ field }) => field === 'payload').map(({ text }) => text);
