/** What made an incident what it is: the few events that a person should read before anything else. */
import type { IncidentDetailView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { useTexts } from '../../texts/texts.ts';

type Step = IncidentDetailView['key_steps'][number];

const toAddress = ({ log_id, alert_id }: Step): { to: string; search?: { alert_id: string } } | null =>
  log_id !== null
    ? { to: `/events/${encodeURIComponent(log_id)}` }
    : alert_id !== null
      ? { to: '/events', search: { alert_id } }
      : null;

function Entry({ step, nodeName }: { step: Step; nodeName(id: string): string }) {
  const attackName = useAttackName();
  const address = toAddress(step);
  const payload = step.event?.payload ?? '';
  const title = <HostileText prose text={step.title} limit={300} />;
  return (
    <li className="flex items-start gap-3 border-t border-line py-2.5 first:border-0 first:pt-0">
      <RiskBadge risk={step.risk_score} />
      <div className="flex min-w-0 flex-1 flex-col gap-1 text-sm">
        {address === null ? (
          title
        ) : (
          <Link {...address} className="text-ink hover:underline">
            {title}
          </Link>
        )}
        <span className="flex flex-wrap gap-x-2 text-xs text-muted">
          <ExactTime at={step.at} />
          <span>{attackName(step.attack_type)}</span>
          <HostileText prose text={nodeName(step.node_id)} limit={60} />
        </span>
        {payload !== '' && <HostileText sent text={payload} limit={160} />}
      </div>
    </li>
  );
}

export function KeySteps({
  steps,
  nodeName,
}: {
  steps: IncidentDetailView['key_steps'];
  nodeName(id: string): string;
}) {
  const t = useTexts(incidentStoryTexts);
  if (steps.length === 0) return null;
  return (
    <section aria-label={t.keySteps} className="flex flex-col gap-3">
      <h3 className="heading">{t.keySteps}</h3>
      <ol className="flex flex-col">
        {steps.map((step) => (
          <Entry
            key={`${step.at}-${step.log_id ?? step.alert_id ?? step.title}`}
            step={step}
            nodeName={nodeName}
          />
        ))}
      </ol>
    </section>
  );
}
