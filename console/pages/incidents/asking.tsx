/** The dialog that an answer needs: what to hide, how long to block, what to say. */
import { useQuery } from '@tanstack/react-query';
import { type IncidentChange, incidentQuery } from '../../data/incidents.ts';
import { deleteScanner } from '../../data/known-scanners.ts';
import type { EventCondition, IncidentView, KnownScannerCreate } from '../../data/types.ts';
import { BlockDialog } from '../../parts/block-dialog.tsx';
import { toCondition } from '../../parts/condition.ts';
import { KnownScannerForm } from '../../parts/known-scanner-form.tsx';
import { SuppressDialog } from '../../parts/suppress-dialog.tsx';
import { notify } from '../../parts/toast.tsx';
import { answersTexts } from '../../texts/answers.ts';
import { useAttackName } from '../../texts/attack-types.ts';
import { knownScannersTexts } from '../../texts/known-scanners.ts';
import { useTexts } from '../../texts/texts.ts';
import type { Asked } from './action-bar.tsx';
import type { Also } from './actions.ts';
import { worstAlert } from './detail.tsx';
import { AssignDialog, CommentDialog, VerdictDialog } from './dialogs.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import type { Merging } from './merging.ts';
import { TakeApartDialog } from './take-apart-dialog.tsx';

export interface Question {
  what: Asked;
  id: string;
  /** Of a suppression that a verdict suggested. */
  suggested?: { condition: EventCondition; note: string };
  scanner?: Partial<KnownScannerCreate>;
}

export function Asking({
  dialog,
  nodeName,
  onClose,
  onAsk,
  onChange,
  remember,
  merging,
}: {
  dialog: Question;
  nodeName(id: string): string;
  onClose(): void;
  onAsk(dialog: Question): void;
  onChange(incident: IncidentView, change: IncidentChange, also?: Also): void;
  remember(undo: () => void): void;
  merging: Merging;
}) {
  const { data: incident } = useQuery(incidentQuery(dialog.id));
  const attackName = useAttackName();
  const { suppressed } = useTexts(answersTexts);
  const scanners = useTexts(knownScannersTexts);
  if (!incident) return null;
  const alert = worstAlert(incident);
  if (dialog.what === 'comment') return <CommentDialog incident={incident} onClose={onClose} />;
  if (dialog.what === 'block')
    return (
      <BlockDialog
        source={incident.source_ip}
        incidentId={incident.incident_id}
        onClose={onClose}
        onDone={remember}
      />
    );
  if (dialog.what === 'merge')
    return <MergeDialog incidents={[incident]} onClose={onClose} onMerge={merging.merge} />;
  if (dialog.what === 'apart')
    return (
      <TakeApartDialog
        incident={incident}
        nodeName={nodeName}
        onClose={onClose}
        onApart={async (alerts) => void (await merging.takeApart(dialog.id, alerts))}
      />
    );
  if (dialog.what === 'assign')
    return (
      <AssignDialog
        incident={incident}
        onClose={onClose}
        onAssign={(who) => onChange(incident, { assignee: who })}
      />
    );
  if (dialog.what === 'verdict')
    return (
      <VerdictDialog
        incident={incident}
        alert={alert}
        onClose={onClose}
        onSuggest={(condition, note) =>
          onAsk({ what: 'suppress', id: dialog.id, suggested: { condition, note } })
        }
        onScanner={(scanner) => onAsk({ what: 'scanner', id: dialog.id, scanner })}
      />
    );
  if (dialog.what === 'scanner')
    return (
      <KnownScannerForm
        suggested={
          dialog.scanner ?? {
            name: '',
            networks: [incident.source_ip],
            services: [incident.service],
            nodes: [incident.node_id],
            may: ['connect', 'page_views', 'probes', 'sign_in_attempts'],
          }
        }
        onClose={onClose}
        onSaved={(scanner) => {
          const undo = (): void => {
            deleteScanner(scanner.id).then(
              () => notify(scanners.removed(scanner.name)),
              (error: unknown) =>
                notify(scanners.failed(error instanceof Error ? error.message : String(error)), {
                  tone: 'failed',
                }),
            );
          };
          notify(scanners.made(scanner.name), { undo });
          remember(undo);
          onClose();
        }}
      />
    );
  const user = incident.events.find(({ agent }) => agent !== null)?.agent?.username ?? null;
  const condition = dialog.suggested?.condition ?? (alert && toCondition(alert, user));
  if (condition === undefined) return null;
  return (
    <SuppressDialog
      condition={condition}
      about={`${attackName(incident.attack_type)}, ${incident.source_ip}`}
      note={dialog.suggested?.note}
      nodeName={nodeName}
      canResolve={incident.status !== 'resolved'}
      onClose={onClose}
      onDone={(resolves, undo) => {
        if (resolves) onChange(incident, { status: 'resolved' }, { words: suppressed, undo });
        else remember(undo);
      }}
    />
  );
}
