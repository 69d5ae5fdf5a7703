import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { fabricDriftPath, fabricPath, rulesPath } from '#lib/contract/paths.ts';

export type FabricTab = 'resources' | 'drift' | 'rules';

interface Props {
  fabric: string;
  current: FabricTab;
  /** Beside the word of the drift page; nothing where nothing differs. */
  driftCount: ReactNode;
}

const LOOK =
  'relative flex h-9 items-center gap-1 whitespace-nowrap max-md:h-11 after:absolute after:inset-x-0 after:-bottom-px after:h-0.5';

/** The pages of one fabric. */
export function FabricTabs({ fabric, current, driftCount }: Props) {
  const tabs: { id: FabricTab; word: string; href: string; count?: ReactNode }[] = [
    { id: 'resources', word: 'Resources', href: fabricPath(fabric) },
    { id: 'drift', word: 'Drift', href: fabricDriftPath(fabric), count: driftCount },
    { id: 'rules', word: 'Ignore rules', href: rulesPath(fabric) },
  ];
  return (
    <nav aria-label={`Pages of ${fabric}`} className="mb-4 flex gap-5 overflow-x-auto border-line border-b">
      {tabs.map(({ id, word, href, count = null }) => (
        <Link
          key={id}
          href={href}
          prefetch={false}
          aria-current={id === current ? 'page' : undefined}
          className={classNames(
            LOOK,
            id === current ? 'font-medium after:bg-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {word}
          {count !== null && <span className="font-normal text-ink-2">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
