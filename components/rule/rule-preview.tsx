'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { CellLabel } from '#components/ui/cell-label.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RulePreview as Preview, RuleScope } from '#lib/contract/ignore-rule.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import { rulePreviewQuery } from '#lib/contract/queries.ts';
import { previewText } from './rule-words.ts';

interface Props {
  fabricId: string;
  fabric: string;
  scope: RuleScope;
}

/** What a rule would hide if it were added now, as it is typed. */
export function RulePreview({ fabricId, fabric, scope }: Props) {
  const { data, error, refetch } = useQuery(rulePreviewQuery(fabricId, scope));
  if (error !== null) return <QueryProblem subject="What it would hide" error={error} retry={refetch} />;
  if (data === undefined) return <Skeleton className="mx-3.5 my-4 w-64 max-w-full" />;
  if (data.problem !== null) {
    return (
      <p role="status" className="break-words px-3.5 py-3 text-critical">
        {data.problem}
      </p>
    );
  }
  return (
    <>
      <p role="status" className="px-3.5 py-3 font-medium">
        {previewText(data)}
      </p>
      {data.examples.length > 0 && <Examples fabric={fabric} preview={data} />}
    </>
  );
}

const BOX = 'wrap-anywhere px-2.5 py-1.5 align-top font-mono text-sm max-md:px-3.5 max-md:py-0.5';
const CELL = `${BOX} max-md:flex max-md:gap-2`;

function Examples({ fabric, preview: { examples, hides } }: { fabric: string; preview: Preview }) {
  return (
    <>
      <table className="w-full border-line border-t max-md:block">
        <caption className="sr-only">What it would hide</caption>
        <thead className="max-md:sr-only">
          <tr className="text-left text-ink-2 text-sm [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col" className="pl-3.5!">
              Resource
            </th>
            <th scope="col">Field</th>
            <th scope="col">Git</th>
            <th scope="col">Cluster</th>
            <th scope="col">Written by</th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {examples.map((row) => (
            <Example
              key={JSON.stringify([row.group, row.kind, row.namespace, row.name, row.path])}
              row={row}
              fabric={fabric}
            />
          ))}
        </tbody>
      </table>
      {hides.fields > examples.length && (
        <p className="border-line border-t px-3.5 py-2 text-ink-2 text-sm">
          and {hides.fields - examples.length} more
        </p>
      )}
    </>
  );
}

function Example({ fabric, row }: { fabric: string; row: Preview['examples'][number] }) {
  const cells = [
    ['Field', row.path],
    ['Git', row.desired],
    ['Cluster', row.actual],
    ['By', row.writer],
  ] as const;
  return (
    <tr className="border-line border-t max-md:block max-md:py-2">
      <th scope="row" className={`${BOX} pl-3.5! text-left font-normal max-md:block`}>
        <Link href={resourcePath(fabric, row)} prefetch={false} className="hover:underline">
          {row.kind}/{row.name}
        </Link>
      </th>
      {cells.map(([label, value]) => (
        <td key={label} className={CELL}>
          <CellLabel>{label}</CellLabel>
          {value === null ? <span className="text-ink-3">–</span> : <bdi>{value}</bdi>}
        </td>
      ))}
    </tr>
  );
}
