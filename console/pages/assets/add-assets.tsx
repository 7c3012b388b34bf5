/** A file or a pasted list of whose addresses are whose. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { type AssetFormat, assetFormats, putAssets } from '../../data/assets.ts';
import type { AssetSourceWritten } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { assetsTexts } from '../../texts/assets.ts';
import { useTexts } from '../../texts/texts.ts';

/** What the server takes of a file, in characters. */
const mostCharacters = 4 * 1024 * 1024;

/** What a file's name suggests. */
const formatOf = (name: string): AssetFormat =>
  /kea/i.test(name)
    ? 'kea'
    : /dnsmasq/i.test(name)
      ? 'dnsmasq'
      : /lease/i.test(name)
        ? 'isc-dhcpd'
        : /hosts/i.test(name)
          ? 'hosts'
          : 'csv';

export function AddAssets({
  onClose,
  onSaved,
}: {
  onClose(): void;
  onSaved(written: AssetSourceWritten): void;
}) {
  const t = useTexts(assetsTexts);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [format, setFormat] = useState<AssetFormat>('csv');
  const [content, setContent] = useState('');
  const isTooLong = content.length > mostCharacters;
  return (
    <FormDialog
      title={t.add}
      action={t.create}
      shape="wide"
      onClose={onClose}
      isReady={name.trim() !== '' && content.trim() !== '' && !isTooLong}
      onSubmit={async () => {
        const written = await putAssets({ name: name.trim(), format, content });
        await Promise.all(['assets', 'asset'].map((key) => client.invalidateQueries({ queryKey: [key] })));
        onSaved(written);
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <Choice<AssetFormat>
            label={t.format}
            hint={t.formatHints[format]}
            value={format}
            onChange={setFormat}
            options={assetFormats.map((value) => ({ value, label: t.formats[value] }))}
          />
          <FileTrigger
            onSelect={async (files) => {
              const file = files?.[0];
              if (file === undefined) return;
              setContent(await file.text());
              setFormat(formatOf(file.name));
              if (name.trim() === '') setName(file.name.slice(0, 100));
            }}
          >
            <Button className="self-start">{t.choose}</Button>
          </FileTrigger>
          <TextInput
            label={t.content}
            value={content}
            onChange={setContent}
            error={isTooLong ? t.tooLong : fieldError(error, 'content')}
            isLong
            rows={8}
          />
          <ConditionErrors error={error} shown={['name', 'content']} />
        </>
      )}
    </FormDialog>
  );
}
