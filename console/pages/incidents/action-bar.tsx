/** The answers to an incident, within reach of a thumb. On narrow windows the rarer ones are behind "more". */
import {
  AlarmClock,
  AlarmClockOff,
  Ban,
  Check,
  CircleDashed,
  ClipboardCopy,
  Ellipsis,
  Eye,
  EyeOff,
  Gavel,
  Mail,
  Merge,
  MessageSquare,
  RotateCcw,
  ScanSearch,
  Split,
  UserRound,
} from 'lucide-react';
import type { AlertStatus, IncidentView } from '../../data/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { useIsNarrow } from '../../parts/media.ts';
import { Menu, type MenuEntry } from '../../parts/menu.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

export type Asked = 'suppress' | 'block' | 'verdict' | 'comment' | 'assign' | 'scanner' | 'merge' | 'apart';

export interface ActionBarProps {
  incident: IncidentView;
  me: string;
  onStatus(status: AlertStatus): void;
  onAssign(who: string | null): void;
  onSnooze(): void;
  onWake(): void;
  onAsk(what: Asked): void;
  onCopy(): void;
  onUnread(): void;
}

export function ActionBar({
  incident,
  me,
  onStatus,
  onAssign,
  onSnooze,
  onWake,
  onAsk,
  onCopy,
  onUnread,
}: ActionBarProps) {
  const t = useTexts(incidentsTexts);
  const merge = useTexts(mergingTexts);
  const isNarrow = useIsNarrow();
  const { status, assignee } = incident;
  const assign: MenuEntry[] = [
    ...(assignee === me
      ? []
      : [{ id: 'me', label: t.assignMe, icon: <UserRound size={14} />, onAction: () => onAssign(me) }]),
    ...(assignee === null ? [] : [{ id: 'nobody', label: t.assignNobody, onAction: () => onAssign(null) }]),
    { id: 'other', label: t.assignOther, onAction: () => onAsk('assign') },
  ];
  const ask: MenuEntry[] = [
    { id: 'verdict', label: t.verdict, icon: <Gavel size={14} />, onAction: () => onAsk('verdict') },
    { id: 'suppress', label: t.suppress, icon: <EyeOff size={14} />, onAction: () => onAsk('suppress') },
  ];
  const scanner: MenuEntry = {
    id: 'scanner',
    label: t.scanner,
    icon: <ScanSearch size={14} />,
    onAction: () => onAsk('scanner'),
  };
  const snooze: MenuEntry[] =
    status === 'resolved'
      ? []
      : [
          incident.asleep
            ? { id: 'wake', label: t.wake, icon: <AlarmClockOff size={14} />, onAction: onWake }
            : { id: 'snooze', label: t.snooze, icon: <AlarmClock size={14} />, onAction: onSnooze },
        ];
  const comment: MenuEntry = {
    id: 'comment',
    label: t.comment,
    icon: <MessageSquare size={14} />,
    onAction: () => onAsk('comment'),
  };
  const merging: MenuEntry[] = [
    { id: 'merge', label: merge.duplicate, icon: <Merge size={14} />, onAction: () => onAsk('merge') },
    ...(incident.alert_count > 1
      ? [{ id: 'apart', label: merge.apart, icon: <Split size={14} />, onAction: () => onAsk('apart') }]
      : []),
  ];
  const rest: MenuEntry[] = [
    ...(status === 'investigating' || status === 'resolved'
      ? []
      : [
          {
            id: 'investigate',
            label: t.investigate,
            icon: <CircleDashed size={14} />,
            onAction: () => onStatus('investigating'),
          },
        ]),
    ...(status === 'open'
      ? []
      : [{ id: 'open', label: t.reopen, icon: <RotateCcw size={14} />, onAction: () => onStatus('open') }]),
    { id: 'unread', label: merge.markUnread, icon: <Mail size={14} />, onAction: onUnread },
    { id: 'copy', label: t.markdown, icon: <ClipboardCopy size={14} />, onAction: onCopy },
  ];
  const wide = isNarrow ? 'flex-1 px-2! gap-1.5!' : '';
  return (
    <div
      role="toolbar"
      aria-label={t.incident}
      className={`flex items-center gap-1.5 ${isNarrow ? '' : 'flex-wrap'}`}
    >
      {status === 'open' && (
        <Button look="primary" className={wide} onPress={() => onStatus('acknowledged')}>
          <Eye size={15} aria-hidden />
          {t.acknowledge}
        </Button>
      )}
      {status === 'resolved' ? (
        <Button className={wide} onPress={() => onStatus('open')}>
          <RotateCcw size={15} aria-hidden />
          {t.reopen}
        </Button>
      ) : (
        <Button
          look={status === 'open' ? 'plain' : 'primary'}
          className={wide}
          onPress={() => onStatus('resolved')}
        >
          <Check size={15} aria-hidden />
          {t.resolve}
        </Button>
      )}
      {!isNarrow &&
        ask.map(({ id, label, onAction }) => (
          <Button key={id} onPress={onAction}>
            {label}
          </Button>
        ))}
      <Button className={wide} onPress={() => onAsk('block')}>
        {isNarrow && <Ban size={15} aria-hidden />}
        {t.block}
      </Button>
      <Menu
        label={t.more}
        trigger={
          <IconButton label={t.more}>
            <Ellipsis size={17} aria-hidden />
          </IconButton>
        }
        groups={[
          { entries: isNarrow ? [...snooze, ...ask, comment, scanner] : [...snooze, comment, scanner] },
          { title: t.assign, entries: assign },
          { entries: merging },
          { entries: rest },
        ]}
      />
    </div>
  );
}
