import type { PlantedToken } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { useTexts } from '../../texts/texts.ts';
import { tokensTexts } from '../../texts/tokens.ts';

/** Whether its address reports: active, disabled, or expired. */
export function TokenState({ token: { enabled, expired } }: { token: PlantedToken }) {
  const t = useTexts(tokensTexts);
  if (expired) return <span className="text-sm text-muted">{t.expired}</span>;
  return (
    <span className="flex">
      <StateBadge state={enabled ? 'active' : 'inactive'} />
    </span>
  );
}
