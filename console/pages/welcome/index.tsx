/** The first steps: a password, a first decoy that is a link, and the alert when it is opened. */
import { useQuery } from '@tanstack/react-query';
import { useAddress } from '../../data/address.ts';
import { nodesQuery } from '../../data/queries.ts';
import { Link } from '../../parts/link.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useTexts } from '../../texts/texts.ts';
import { welcomeTexts } from '../../texts/welcome.ts';
import { FirstDecoy } from './first-decoy.tsx';
import { NextSteps } from './next-steps.tsx';
import { Password } from './password.tsx';

const steps = ['password', 'decoy', 'more'] as const;
type Step = (typeof steps)[number];

export default function Welcome() {
  const t = useTexts(welcomeTexts);
  const { search, set } = useAddress();
  const step: Step = steps.find((one) => one === search.step) ?? 'decoy';
  const { data: nodes } = useQuery(nodesQuery());
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5">
      <PageHead title={t.titles[step]} lead={t.leads[step]}>
        {step !== 'password' && (
          <Link to="/" className="text-sm text-muted hover:underline">
            {t.skip}
          </Link>
        )}
      </PageHead>
      <ol className="flex gap-2" aria-label={t.steps}>
        {steps.map((one, at) => (
          <li
            key={one}
            aria-current={one === step ? 'step' : undefined}
            className={`flex-1 border-t-2 pt-2 text-xs ${at <= steps.indexOf(step) ? 'border-accent text-ink' : 'border-line text-muted'}`}
          >
            {t.names[one]}
          </li>
        ))}
      </ol>
      {step === 'password' && (
        <Password onDone={(token) => set({ step: 'decoy', token }, { replace: true })} />
      )}
      {step === 'decoy' && (
        <FirstDecoy
          id={search.token ?? null}
          onMade={(token) => set({ token }, { replace: true })}
          onNext={() => set({ step: 'more', token: undefined })}
        />
      )}
      {step === 'more' && <NextSteps hasNodes={(nodes ?? []).some(({ os_type }) => os_type !== 'tokens')} />}
    </div>
  );
}
