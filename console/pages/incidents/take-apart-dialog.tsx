/** Asks which alerts become an incident of their own. */
import { useState } from 'react';
import type { IncidentDetailView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Checkbox } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

export function TakeApartDialog({
  incident,
  nodeName,
  onClose,
  onApart,
}: {
  incident: IncidentDetailView;
  nodeName(id: string): string;
  onClose(): void;
  onApart(alerts: readonly string[]): Promise<void>;
}) {
  const t = useTexts(mergingTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { alerts, alert_count } = incident;
  const toggle = (id: string, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <FormDialog
      title={t.apartTitle}
      action={t.apartDo(chosen.size)}
      isReady={chosen.size > 0 && chosen.size < alert_count}
      onClose={onClose}
      onSubmit={async () => {
        await onApart([...chosen]);
        onClose();
      }}
    >
      {() => (
        <>
          <p className="text-sm text-muted">{t.apartLead}</p>
          <ul aria-label={t.apartAlerts} className="flex max-h-[45vh] flex-col overflow-auto">
            {alerts.map((alert) => (
              <li key={alert.alert_id} className="border-t border-line py-2 first:border-0">
                <Checkbox
                  isSelected={chosen.has(alert.alert_id)}
                  onChange={(isChosen) => toggle(alert.alert_id, isChosen)}
                >
                  <RiskBadge risk={alert.risk_score} />
                  <span className="flex min-w-0 flex-col">
                    <span>{attackName(alert.attack_type)}</span>
                    <span className="flex flex-wrap gap-x-2 text-xs text-muted">
                      <HostileText text={alert.service} limit={40} />
                      <HostileText text={nodeName(alert.node_id)} limit={60} />
                      <ExactTime at={alert.timestamp} />
                    </span>
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
          {alerts.length < alert_count && (
            <p className="text-xs text-muted">
              {t.apartCut(format.count(alerts.length), format.count(alert_count))}
            </p>
          )}
        </>
      )}
    </FormDialog>
  );
}
