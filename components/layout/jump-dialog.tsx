'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { LayoutGrid, Waypoints } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { StateMark } from '#components/lifecycle/state-mark.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { fabricPath, resourcePath } from '#lib/contract/paths.ts';
import { fabricListQuery, jumpQuery } from '#lib/contract/queries.ts';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const ITEM =
  'flex h-[34px] cursor-pointer items-center gap-2.5 rounded-control px-2 data-[selected=true]:bg-sunk max-md:h-11';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-2';

const OVERVIEW = 'page:overview';
const fabricValue = (id: string) => `fabric:${id}`;

/** ⌘K: type a part of a name, go there. */
export function JumpDialog({ open, onOpenChange }: Props) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, choose] = useState('');
  const wanted = useDeferredValue(text.trim());
  const { data: fabrics = [] } = useQuery(fabricListQuery());
  const { data: targets = [], isFetching } = useQuery({ ...jumpQuery(wanted), enabled: wanted !== '' });
  const go = (href: string) => {
    onOpenChange(false);
    router.push(href);
  };
  const matching = fabrics.filter(({ name }) => name.includes(wanted.toLowerCase()));
  const found = wanted === '' ? [] : targets;
  const values = [
    ...(wanted === '' ? [OVERVIEW] : []),
    ...matching.map(({ id }) => fabricValue(id)),
    ...found.map((target) => resourcePath(target.fabric, target)),
  ];
  // What is found arrives after what is typed: the first of it is the one that ↵ opens.
  const selected = values.includes(chosen) ? chosen : (values[0] ?? '');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Jump to">
      <Command shouldFilter={false} loop label="Jump to" value={selected} onValueChange={choose}>
        <div className="border-line border-b px-3.5">
          <Command.Input
            autoFocus
            value={text}
            onValueChange={setText}
            placeholder="A fabric, a kind or a name"
            className="h-11 w-full bg-transparent outline-none placeholder:text-ink-3"
          />
        </div>
        <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
          <Command.Empty className="px-2 py-6 text-center text-ink-2">
            {isFetching ? 'Looking…' : 'Nothing has that in its name.'}
          </Command.Empty>
          {wanted === '' && (
            <Command.Item value={OVERVIEW} onSelect={() => go('/')} className={ITEM}>
              <LayoutGrid aria-hidden size={14} className="text-ink-2" />
              Overview
            </Command.Item>
          )}
          {matching.length > 0 && (
            <Command.Group heading="Fabrics" className={GROUP}>
              {matching.map(({ id, name }) => (
                <Command.Item
                  key={id}
                  value={fabricValue(id)}
                  onSelect={() => go(fabricPath(name))}
                  className={ITEM}
                >
                  <Waypoints aria-hidden size={14} className="text-ink-2" />
                  {name}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {found.length > 0 && (
            <Command.Group heading="Resources" className={GROUP}>
              {found.map((target) => {
                const href = resourcePath(target.fabric, target);
                return (
                  <Command.Item key={href} value={href} onSelect={() => go(href)} className={ITEM}>
                    <StateMark state={target.state ?? 'UNKNOWN'} word={false} />
                    <span className="shrink-0 text-ink-2">{target.kind}</span>
                    <MiddleText text={target.name} className="font-mono" />
                    <span className="ml-auto shrink-0 text-ink-3 text-sm">{target.fabric}</span>
                  </Command.Item>
                );
              })}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}
