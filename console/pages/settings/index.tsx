/** What is set for alerts, the account, and what the server says of itself. */
import { sessionToken } from '../../data/session.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { Account } from './account.tsx';
import { Alerts } from './alerts.tsx';
import { Quotas } from './quotas.tsx';
import { Server } from './server.tsx';
import { Wallboards } from './wallboards.tsx';

export default function Settings() {
  const { pages } = useTexts(shellTexts);
  // A page that is shown without a token is shown in demo mode.
  const isDemo = sessionToken() === null;
  return (
    <div className="flex flex-col gap-4">
      <PageHead title={pages.settings} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Alerts />
        <div className="flex min-w-0 flex-col gap-4">
          <Account isDemo={isDemo} />
          <Wallboards />
          <Quotas />
          <Server isDemo={isDemo} />
        </div>
      </div>
    </div>
  );
}
