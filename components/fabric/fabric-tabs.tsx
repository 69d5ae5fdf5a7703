import Link from 'next/link';
import { classNames } from '#components/ui/class-names.ts';
import { fabricPath, rulesPath } from '#lib/contract/paths.ts';

type Tab = 'resources' | 'drift' | 'rules';

interface Props {
  /** Its name. */
  fabric: string;
  current: Tab;
  /** Real differences, where they are known. */
  driftCount?: number;
}

/** The pages of one fabric. */
export function FabricTabs({ fabric, current, driftCount }: Props) {
  const tabs: { id: Tab; word: string; href: string; count?: number | undefined }[] = [
    { id: 'resources', word: 'Resources', href: fabricPath(fabric) },
    { id: 'drift', word: 'Drift', href: `${fabricPath(fabric)}/drift`, count: driftCount },
    { id: 'rules', word: 'Ignore rules', href: rulesPath(fabric) },
  ];
  return (
    <nav aria-label={`Pages of ${fabric}`} className="mb-4 border-line border-b">
      <ul className="flex gap-5">
        {tabs.map(({ id, word, href, count }) => (
          <li key={id}>
            <Link
              href={href}
              prefetch={false}
              aria-current={id === current ? 'page' : undefined}
              className={classNames(
                '-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 max-md:h-11',
                id === current
                  ? 'border-ink font-semibold text-ink'
                  : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {word}
              {count !== undefined && <span className="font-normal text-ink-2">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
