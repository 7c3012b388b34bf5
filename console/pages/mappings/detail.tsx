/** One mapping: what it says, what it makes of a record, and how it stands in a file. */
import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Power, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { changeMapping, deleteMapping } from '../../data/mappings.ts';
import { useOptimistic } from '../../data/optimistic.ts';
import type { MappedCondition, Mapping } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { TextInput } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Section } from '../../parts/section.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { useKindName } from '../../texts/event-kinds.ts';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import { conditionText } from './condition-text.ts';
import { toBody, toDraft, toFile } from './draft.ts';
import { TryOut } from './try-out.tsx';

const Condition = ({ of }: { of: unknown }) => (
  <HostileText text={conditionText(of as MappedCondition)} limit={300} />
);

export function MappingDetail({
  mapping,
  onEdit,
  onGone,
}: {
  mapping: Mapping;
  onEdit(): void;
  onGone(): void;
}) {
  const t = useTexts(mappingsTexts);
  const client = useQueryClient();
  const kindName = useKindName();
  const [isAsked, setAsked] = useState(false);
  const [sample, setSample] = useState('');
  const { id } = mapping;
  const name = clip(toVisible(mapping.name), 60);
  const body = useMemo(() => toBody(toDraft(mapping)), [mapping]);
  const fail = (error: unknown): void =>
    notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
  const toggle = useOptimistic<boolean>({
    keys: [['mappings']],
    send: (enabled) => changeMapping(id, { enabled }),
    change: (list, enabled) => (list as Mapping[]).map((one) => (one.id === id ? { ...one, enabled } : one)),
    onDone: (enabled) =>
      notify(enabled ? t.switchedOn(name) : t.switchedOff(name), { undo: () => toggle.mutate(!enabled) }),
    onError: fail,
  });
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={mapping.name} />
        </span>
        <StateBadge state={mapping.enabled ? 'enabled' : 'disabled'} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => toggle.mutate(!mapping.enabled)}>
          <Power size={14} aria-hidden />
          {mapping.enabled ? t.off : t.on}
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
      <FactList
        facts={[
          { name: t.about, value: <Condition of={mapping.when} /> },
          { name: t.author, value: <HostileText prose text={mapping.created_by} /> },
          { name: t.created, value: <ExactTime at={mapping.created_at} /> },
          { name: t.changed, value: <ExactTime at={mapping.updated_at} /> },
        ]}
      />
      <Section title={t.events}>
        <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm">
          {mapping.events.map(({ when, kind }, at) => (
            <li key={`${at}`}>
              {kindName(kind)}:{' '}
              {Object.keys(when as object).length === 0 ? t.always : <Condition of={when} />}
            </li>
          ))}
        </ol>
      </Section>
      {mapping.skip.length > 0 && (
        <Section title={t.skip}>
          <ul className="flex flex-col gap-1 text-sm">
            {mapping.skip.map((one, at) => (
              <li key={`${at}`}>
                <Condition of={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.tryOut}>
        <TextInput label={t.sample} hint={t.sampleHint} value={sample} onChange={setSample} isLong rows={5} />
        <TryOut body={body} sample={sample} />
      </Section>
      <Section title={t.file}>
        <HostileText block text={toFile(mapping)} limit={4000} />
        <p className="text-xs text-muted">{t.fileHint}</p>
      </Section>
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await deleteMapping(id);
            notify(t.removed(name));
            onGone();
            await client.invalidateQueries({ queryKey: ['mappings'] });
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
