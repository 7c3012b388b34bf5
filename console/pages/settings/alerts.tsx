/** When an alert is made, what is one incident, when people are told again, and when not at all. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { alertSettingsQuery, saveAlertSettings } from '../../data/account.ts';
import { channelsQuery } from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import {
  type AlertSettings,
  type ExposureSetting,
  exposureSettings,
  type QuietHours,
} from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Choices, LinesInput, toLines } from '../../parts/choices.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { QuietHoursFields } from '../../parts/quiet-hours.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { notify } from '../../parts/toast.tsx';
import { policyTexts } from '../../texts/policy.ts';
import { settingsTexts } from '../../texts/settings.ts';
import { useTexts } from '../../texts/texts.ts';
import { Advice } from './advice.tsx';

const risks = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

interface Draft {
  /** Empty: the server's own. */
  threshold: string;
  window: string;
  escalation: string;
  escalationChannels: readonly string[];
  quiet: QuietHours | null;
  exposure: ExposureSetting;
  /** One a line. */
  networks: string;
}

const toDraft = (settings: AlertSettings): Draft => ({
  threshold: settings.threshold === null ? '' : String(settings.threshold),
  window: String(settings.window_minutes),
  escalation: settings.escalation_minutes === null ? '' : String(settings.escalation_minutes),
  escalationChannels: settings.escalation_channels,
  quiet: settings.quiet_hours,
  exposure: settings.exposure,
  networks: settings.networks.join('\n'),
});

/** What the API says of one of the networks. */
const networkError = (error: unknown): string | null =>
  error instanceof ApiError
    ? (error.errors.find(({ field }) => field.startsWith('networks'))?.message ?? null)
    : null;

const isMinutes = (text: string): boolean => /^\d{1,6}$/.test(text);

function Form({ settings }: { settings: AlertSettings }) {
  const t = useTexts(settingsTexts);
  const policy = useTexts(policyTexts);
  const client = useQueryClient();
  const { data: channels } = useQuery(channelsQuery());
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const draft = { ...toDraft(settings), ...changed };
  const change = (part: Partial<Draft>): void => setChanged((now) => ({ ...now, ...part }));
  const wrongWindow = !isMinutes(draft.window);
  const wrongEscalation = draft.escalation !== '' && !isMinutes(draft.escalation);
  // A threshold between whole numbers, set by a script, stays choosable.
  const thresholds = [...new Set<string>([...risks, ...(draft.threshold === '' ? [] : [draft.threshold])])];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toDraft(settings));
  return (
    <form
      noValidate
      className="flex flex-col gap-4 p-4 pt-2"
      onSubmit={async (event) => {
        event.preventDefault();
        if (wrongWindow || wrongEscalation) return;
        setBusy(true);
        try {
          const saved = await saveAlertSettings({
            threshold: draft.threshold === '' ? null : Number(draft.threshold),
            window_minutes: Number(draft.window),
            escalation_minutes: draft.escalation === '' ? null : Number(draft.escalation),
            // One that was deleted since is left out.
            ...(channels === undefined
              ? {}
              : {
                  escalation_channels: draft.escalationChannels.filter((id) =>
                    channels.some((one) => one.id === id),
                  ),
                }),
            quiet_hours: draft.quiet,
            exposure: draft.exposure,
            networks: toLines(draft.networks),
          });
          client.setQueryData(alertSettingsQuery().queryKey, saved);
          await client.invalidateQueries({ queryKey: ['threshold-advice'] });
          setChanged({});
          setError(null);
          notify(t.saved);
        } catch (failure) {
          setError(failure);
        } finally {
          setBusy(false);
        }
      }}
    >
      <Choice
        label={t.threshold}
        hint={t.thresholdHint}
        value={draft.threshold}
        onChange={(threshold) => change({ threshold })}
        options={[
          {
            value: '',
            label:
              settings.threshold === null
                ? t.thresholdDefault(settings.effective_threshold)
                : t.thresholdServer,
          },
          ...thresholds.map((value) => ({ value, label: value })),
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput
          label={t.window}
          hint={t.windowHint}
          value={draft.window}
          onChange={(window) => change({ window })}
          error={wrongWindow ? t.whole : fieldError(error, 'window_minutes')}
        />
        <TextInput
          label={t.escalation}
          hint={t.escalationHint}
          value={draft.escalation}
          onChange={(escalation) => change({ escalation })}
          error={wrongEscalation ? t.whole : fieldError(error, 'escalation_minutes')}
        />
      </div>
      {channels !== undefined && channels.length > 0 && draft.escalation !== '' && (
        <Choices
          label={t.escalationChannels}
          hint={t.escalationChannelsHint}
          values={draft.escalationChannels}
          onChange={(escalationChannels) => change({ escalationChannels })}
          options={channels.map(({ id, name }) => ({ value: id, label: clip(toVisible(name), 80) }))}
        />
      )}
      <QuietHoursFields value={draft.quiet} onChange={(quiet) => change({ quiet })} error={error} />
      <p className="-mt-2 text-xs text-muted">{t.quietHint}</p>
      <Choice
        label={policy.exposure}
        hint={policy.exposureHint}
        value={draft.exposure}
        onChange={(exposure) => change({ exposure })}
        options={exposureSettings.map((value) => ({ value, label: policy.exposures[value] }))}
      />
      <LinesInput
        label={t.networks}
        hint={t.networksHint}
        value={draft.networks}
        onChange={(networks) => change({ networks })}
        error={networkError(error)}
      />
      <FormError error={error} />
      <Button look="primary" type="submit" isPending={isBusy} isDisabled={!isChanged} className="self-start">
        {t.save}
      </Button>
    </form>
  );
}

export function Alerts() {
  const t = useTexts(settingsTexts);
  const query = useQuery(alertSettingsQuery());
  return (
    <Panel title={t.alerts}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <div aria-busy="true" className="p-4">
          <Skeleton className="h-56" />
        </div>
      ) : (
        <>
          <Form settings={query.data} />
          <Advice />
        </>
      )}
    </Panel>
  );
}
