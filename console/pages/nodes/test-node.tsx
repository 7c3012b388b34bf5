/** “Test this node”: an event on the way of all others, with the time of each stage and whom a real alert would reach. */

import { useState } from 'react';
import { testNode } from '../../data/nodes.ts';
import { kindOfSuppressor, type NodeResponse, type NodeTested } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Checkbox } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Reasons } from '../../parts/reasons.tsx';
import { Section } from '../../parts/section.tsx';
import { useNow } from '../../parts/time.tsx';
import { useFormat } from '../../texts/format.ts';
import { nodeTestTexts } from '../../texts/node-test.ts';
import { useTexts } from '../../texts/texts.ts';

/** Each stage with the time it was reached; the bar shows where the time went. */
function Way({ stages }: { stages: readonly { name: string; afterMs: number }[] }) {
  const format = useFormat();
  const t = useTexts(nodeTestTexts);
  const most = Math.max(1, ...stages.map(({ afterMs }) => afterMs));
  return (
    <ol aria-label={t.way} className="flex flex-col gap-0.5">
      {stages.map(({ name, afterMs }) => (
        <li
          key={name}
          className="relative flex items-center gap-3 overflow-hidden rounded-sm px-2 py-1 text-sm"
        >
          <span
            aria-hidden
            className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft"
            style={{ width: `${(afterMs / most) * 100}%` }}
          />
          <span className="relative flex-1">{name}</span>
          <span className="num relative" title={t.after}>
            {afterMs < 10 ? `${format.decimal(afterMs)} ms` : format.duration(afterMs)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Told({ channels, outcome }: Pick<NodeTested, 'channels' | 'outcome'>) {
  const t = useTexts(nodeTestTexts);
  const format = useFormat();
  if (channels.length === 0)
    return (
      <p className="text-sm">
        {t.toldNobody} <Link to="/channels">{t.addChannel}</Link>
      </p>
    );
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {channels.map(({ id, name, notified, sent }) => (
        <li key={id} className="flex flex-col">
          <Link to={`/channels/${encodeURIComponent(id)}`}>
            <HostileText prose text={name} />
          </Link>
          <span className="text-muted">
            {t.tells[notified === 'no' && outcome !== 'alert' ? 'none' : notified]}
          </span>
          {sent !== null &&
            (sent.ok ? (
              <span className="text-good">{t.delivered(format.duration(sent.after_ms))}</span>
            ) : (
              <span className="text-bad">
                <HostileText prose text={t.failed(sent.error ?? String(sent.status ?? ''))} />
              </span>
            ))}
        </li>
      ))}
    </ul>
  );
}

function Answer({ tested }: { tested: NodeTested }) {
  const t = useTexts(nodeTestTexts);
  const format = useFormat();
  const now = useNow();
  const { outcome, ml_prediction: judged, suppressed_by: rule, last_seen } = tested;
  const stages = [
    { name: t.stages.received, afterMs: 0 },
    ...tested.stages.map(({ stage, after_ms }) => ({ name: t.stages[stage], afterMs: after_ms })),
  ];
  return (
    <div className="flex flex-col gap-5" role="status">
      <p className={`text-base font-medium ${outcome === 'alert' ? 'text-good' : 'text-warn'}`}>
        {t.outcomes[outcome]}{' '}
        {rule !== null && (
          <Link
            to={`/${kindOfSuppressor(rule) === 'suppression' ? 'suppressions' : 'known-scanners'}/${encodeURIComponent(rule)}`}
          >
            {t.rule}
          </Link>
        )}
      </p>
      <Section title={t.way}>
        <Way stages={stages} />
      </Section>
      <Section title={t.told}>
        <Told channels={tested.channels} outcome={outcome} />
      </Section>
      <Section title={t.judged} aside={<RiskBadge risk={judged.risk_score} />}>
        <p className="text-sm text-muted">
          {t.threshold(format.count(judged.risk_score), format.count(tested.threshold))}
        </p>
        <Reasons reasons={judged.reasons} />
      </Section>
      <Section title={t.sent}>
        <HostileText text={tested.event.payload} />
      </Section>
      <p className="text-xs text-muted">
        {last_seen === null
          ? t.sensorNever
          : t.sensor(format.relative(last_seen, Math.max(now, Date.parse(last_seen))))}
      </p>
    </div>
  );
}

export function TestNode({
  node,
  onClose,
}: {
  node: Pick<NodeResponse, 'node_id' | 'name'>;
  onClose(): void;
}) {
  const t = useTexts(nodeTestTexts);
  const [notifies, setNotifies] = useState(false);
  const [tested, setTested] = useState<NodeTested | null>(null);
  return (
    <FormDialog
      title={t.title(node.name)}
      action={tested === null ? t.start : t.again}
      onClose={onClose}
      onSubmit={async () => setTested(await testNode(node.node_id, notifies))}
    >
      {() => (
        <>
          {tested === null ? <p className="text-sm text-muted">{t.intro}</p> : <Answer tested={tested} />}
          <div className="flex flex-col gap-1">
            <Checkbox isSelected={notifies} onChange={setNotifies}>
              {t.notify}
            </Checkbox>
            <span className="text-xs text-muted">{t.notifyHint}</span>
          </div>
        </>
      )}
    </FormDialog>
  );
}
