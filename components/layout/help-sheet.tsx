'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { ModKey } from '#components/ui/mod-key.tsx';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const KEYS: readonly { title: string; keys: readonly [keys: string[], what: string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['mod+K'], 'jump to a fabric or a resource'],
      [['g', 'o'], 'go to the overview'],
      [['?'], 'this sheet'],
      [['Esc'], 'out'],
    ],
  },
  {
    title: 'Tables',
    keys: [
      [['j'], 'next row'],
      [['k'], 'row before'],
      [['↵'], 'open the row'],
      [['/'], 'filter'],
    ],
  },
  {
    title: 'Resource',
    keys: [
      [['e'], 'edit'],
      [['mod+S'], 'save the draft, in the editor'],
    ],
  },
];

/** Which keys do what. */
export function HelpSheet({ open, onOpenChange }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      <div className="grid gap-5 p-3.5 sm:grid-cols-2">
        {KEYS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-1.5 text-ink-2 text-sm">{title}</h3>
            <dl className="space-y-1.5">
              {keys.map(([names, what]) => (
                <div key={what} className="flex items-center gap-3">
                  <dt className="flex w-16 shrink-0 gap-1">
                    {names.map((name) =>
                      name.startsWith('mod+') ? (
                        <ModKey key={name} letter={name.slice(4)} />
                      ) : (
                        <Kbd key={name}>{name}</Kbd>
                      ),
                    )}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
