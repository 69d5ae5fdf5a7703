import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RulesPage } from '#components/rule/rules-page.tsx';
import { fabricQuery, rulesQuery } from '#lib/contract/queries.ts';
import { fabricSummary, findFabricId } from '#lib/views/fabric-list.ts';
import { ignoreRuleList } from '#lib/views/ignore-rule-list.ts';
import { read } from '#lib/views/read.ts';
import { prefetch } from '../../../../prefetch.ts';

type Props = PageProps<'/fabrics/[fabric]/rules'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Ignore rules of ${decodeURIComponent((await params).fabric)}` };
}

export default async function Page({ params }: Props) {
  const name = decodeURIComponent((await params).fabric);
  const fabricId = await read((tx) => findFabricId(tx, name));
  if (fabricId === null) notFound();
  const state = await prefetch((client) => [
    client.query({ ...fabricQuery(fabricId), queryFn: () => read((tx) => fabricSummary(tx, fabricId)) }),
    client.query({ ...rulesQuery(fabricId), queryFn: () => read((tx) => ignoreRuleList(tx, fabricId)) }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <RulesPage fabricId={fabricId} name={name} />
    </HydrationBoundary>
  );
}
