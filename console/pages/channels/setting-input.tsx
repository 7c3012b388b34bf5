/** One setting of a channel, made from the API's description of its field. */
import { maskedSecret } from '../../data/channels.ts';
import type { SettingField } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { LinesInput } from '../../parts/choices.tsx';
import { CopyBox } from '../../parts/copy.tsx';
import { Checkbox, Choice, TextInput } from '../../parts/fields.tsx';
import { useServerText } from '../../texts/channel-fields.ts';
import { channelsTexts } from '../../texts/channels.ts';
import { useTexts } from '../../texts/texts.ts';
import { newSigningSecret } from './draft.ts';

const signingSecret = '^whsec_';

export function SettingInput({
  name,
  field,
  value,
  onChange,
  error,
}: {
  name: string;
  field: SettingField;
  value: string;
  onChange(value: string): void;
  error: string | null;
}) {
  const t = useTexts(channelsTexts);
  const say = useServerText();
  const label = field.required ? say(field.label) : `${say(field.label)} (${t.optional})`;
  const isKept = field.secret === true && value === maskedSecret;
  const hint = isKept ? t.secretKept : field.help === undefined ? undefined : say(field.help);
  const common = { label, hint, value, onChange, error, name: `setting-${name}`, isRequired: field.required };
  switch (field.type) {
    case 'boolean':
      return (
        <Checkbox isSelected={value === 'true'} onChange={(isOn) => onChange(String(isOn))}>
          {say(field.label)}
        </Checkbox>
      );
    case 'choice': {
      const options = field.choices.map((choice) => ({ value: choice, label: choice }));
      return (
        <Choice
          label={label}
          hint={hint}
          value={value}
          onChange={onChange}
          options={
            field.required || field.default !== undefined ? options : [{ value: '', label: '–' }, ...options]
          }
        />
      );
    }
    case 'list':
      return <LinesInput {...common} hint={[hint, t.lines].filter(Boolean).join(' ')} />;
    case 'number':
      return <TextInput {...common} />;
    case 'url':
      return <TextInput {...common} type="url" autoComplete="off" />;
    default: {
      const isLong = (field.max ?? 0) > 5000;
      // Not `password`: the browser would offer to keep it. It is masked by the server once it is saved.
      if (!field.required || !field.pattern?.startsWith(signingSecret))
        return <TextInput {...common} isLong={isLong} autoComplete="off" />;
      return (
        <div className="flex flex-col gap-2">
          <div className="flex items-start gap-2">
            <div className="flex-1">
              <TextInput {...common} autoComplete="off" />
            </div>
            <Button className="mt-[1.65rem] h-9!" onPress={() => onChange(newSigningSecret())}>
              {t.generate}
            </Button>
          </div>
          {value.startsWith('whsec_') && error === null && <CopyBox label={t.generated} text={value} />}
        </div>
      );
    }
  }
}
