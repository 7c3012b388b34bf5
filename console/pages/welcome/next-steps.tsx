/** What comes after the first decoy. Nothing of it has to be done now. */
import { BellRing, Link2, type LucideIcon, Server } from 'lucide-react';
import { Link } from '../../parts/link.tsx';
import { useTexts } from '../../texts/texts.ts';
import { welcomeTexts } from '../../texts/welcome.ts';

export function NextSteps({ hasNodes }: { hasNodes: boolean }) {
  const t = useTexts(welcomeTexts);
  const ways: { to: string; icon: LucideIcon; title: string; hint: string }[] = [
    { to: '/nodes', icon: Server, title: hasNodes ? t.sensors : t.sensor, hint: t.sensorHint },
    { to: '/channels', icon: BellRing, title: t.chat, hint: t.chatHint },
    { to: '/tokens', icon: Link2, title: t.plant, hint: t.plantHint },
  ];
  return (
    <ul className="grid gap-4 sm:grid-cols-3">
      {ways.map(({ to, icon: Icon, title, hint }) => (
        <li key={to}>
          <Link
            to={to}
            className="panel flex h-full flex-col gap-2 p-5 text-ink no-underline hover:border-edge!"
          >
            <Icon size={20} aria-hidden className="text-accent" />
            <span className="font-medium">{title}</span>
            <span className="text-sm text-muted">{hint}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
