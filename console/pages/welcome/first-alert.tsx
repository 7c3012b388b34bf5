/** The first true alert: who opened the link, and why that is urgent. */
import type { EventView, Json } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useTexts } from '../../texts/texts.ts';
import { welcomeTexts } from '../../texts/welcome.ts';

const said = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export function FirstAlert({ event }: { event: EventView }) {
  const t = useTexts(welcomeTexts);
  const attackName = useAttackName();
  const { verdict, extra, source_ip, timestamp, log_id } = event;
  return (
    <section aria-label={t.alert} className="panel rise flex flex-col gap-4 border-bad! p-5">
      <header className="flex flex-wrap items-center gap-3">
        <RiskBadge risk={verdict?.risk_score ?? null} />
        <h2 className="text-lg font-semibold">{t.alert}</h2>
        <span className="text-sm text-muted">{attackName(verdict?.attack_type)}</span>
      </header>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
        <dt className="text-muted">{t.when}</dt>
        <dd>
          <ExactTime at={timestamp} />
        </dd>
        <dt className="text-muted">{t.from}</dt>
        <dd>
          <HostileText text={source_ip} />
        </dd>
        <dt className="text-muted">{t.agent}</dt>
        <dd className="min-w-0">
          <HostileText prose text={said(extra?.user_agent)} />
        </dd>
      </dl>
      <div>
        <h3 className="heading mb-1">{t.why}</h3>
        <ul className="list-disc pl-5 text-sm">
          {(verdict?.reasons ?? []).map((reason) => (
            <li key={reason}>
              <HostileText prose text={reason} />
            </li>
          ))}
        </ul>
      </div>
      <Link to={`/events/${encodeURIComponent(log_id)}`}>{t.toEvent}</Link>
    </section>
  );
}
