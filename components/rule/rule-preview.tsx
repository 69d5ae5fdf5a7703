'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
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

const CELL = 'wrap-anywhere px-2.5 py-1.5 align-top font-mono text-sm';

function Examples({ fabric, preview: { examples, hides } }: { fabric: string; preview: Preview }) {
  return (
    <div className="overflow-x-auto border-line border-t">
      <table className="w-full min-w-[560px] border-collapse">
        <caption className="sr-only">What it would hide</caption>
        <thead>
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
        <tbody>
          {examples.map((row) => (
            <tr
              key={`${row.group}/${row.kind}/${row.namespace}/${row.name}/${row.path}`}
              className="border-line border-t"
            >
              <th scope="row" className={`${CELL} pl-3.5! text-left font-normal`}>
                <Link href={resourcePath(fabric, row)} prefetch={false} className="hover:underline">
                  {row.kind}/{row.name}
                </Link>
              </th>
              <td className={CELL}>{row.path}</td>
              <td className={CELL}>{row.desired ?? '–'}</td>
              <td className={CELL}>{row.actual ?? '–'}</td>
              <td className={`${CELL} text-ink-2`}>{row.writer ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hides.fields > examples.length && (
        <p className="border-line border-t px-3.5 py-2 text-ink-2 text-sm">
          and {hides.fields - examples.length} more
        </p>
      )}
    </div>
  );
}
