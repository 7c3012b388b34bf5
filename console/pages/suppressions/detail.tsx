/** One rule: what it matches, what it did, and how to end it. */

import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { useOptimistic } from '../../data/optimistic.ts';
import { changeSuppression, deleteSuppression } from '../../data/suppressions.ts';
import type { Suppression } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Section } from '../../parts/section.tsx';
import { Count, ExactTime, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { suppressionsTexts } from '../../texts/suppressions.ts';
import { useTexts } from '../../texts/texts.ts';
import { suppressionState } from './condition.ts';
import { Preview } from './preview.tsx';
import { useConditionParts, Values } from './words.tsx';

export function SuppressionDetail({
  rule,
  onEdit,
  onGone,
}: {
  rule: Suppression;
  onEdit(): void;
  onGone(): void;
}) {
  const t = useTexts(suppressionsTexts);
  const client = useQueryClient();
  const partsOf = useConditionParts();
  const [isAsked, setAsked] = useState(false);
  const fail = (error: unknown): void =>
    notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
  const { id, name } = rule;
  const toggle = useOptimistic<boolean>({
    keys: [['suppressions']],
    send: (enabled) => changeSuppression(id, { enabled }),
    change: (list, enabled) =>
      (list as Suppression[]).map((one) => (one.id === id ? { ...one, enabled } : one)),
    onDone: (enabled) =>
      notify(enabled ? t.switchedOn(name) : t.switchedOff(name), { undo: () => toggle.mutate(!enabled) }),
    onError: fail,
  });
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={name} />
        </span>
        <StateBadge state={suppressionState(rule)} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => toggle.mutate(!rule.enabled)}>
          <Power size={14} aria-hidden />
          {rule.enabled ? t.off : t.on}
        </Button>
        <Button onPress={onEdit}>
          <Pencil size={14} aria-hidden />
          {t.edit}
        </Button>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <Section title={t.condition}>
        <FactList
          facts={partsOf(rule.condition).map((part) => ({
            name: part.name,
            value: <Values values={part.values} />,
          }))}
        />
        <p className="text-xs text-muted">{t.all}</p>
      </Section>
      <Section title={t.preview}>
        <Preview condition={rule.condition} />
      </Section>
      <FactList
        facts={[
          { name: t.hits, value: <Count value={rule.hits} /> },
          { name: t.lastHit, value: <RelativeTime at={rule.last_hit_at} /> },
          {
            name: t.expires,
            value: rule.expires_at === null ? t.noEnd : <ExactTime at={rule.expires_at} />,
          },
          rule.note !== '' && { name: t.note, value: <HostileText prose text={rule.note} /> },
          { name: t.by, value: <HostileText prose text={rule.created_by} /> },
          { name: t.created, value: <ExactTime at={rule.created_at} /> },
        ]}
      />
      {rule.origin !== null && <p className="text-sm text-muted">{t.origin}</p>}
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await deleteSuppression(id);
            notify(t.removed(name));
            onGone();
            await client.invalidateQueries({ queryKey: ['suppressions'] });
          } catch (error) {
            fail(error);
          }
        }}
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  );
}
