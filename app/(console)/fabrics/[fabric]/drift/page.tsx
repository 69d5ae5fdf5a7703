import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FabricDriftPage } from '#components/drift/fabric-drift-page.tsx';
import { parseDriftFilter } from '#lib/contract/drift-filter.ts';
import { fabricDriftQuery, fabricQuery } from '#lib/contract/queries.ts';
import { fabricDrift } from '#lib/views/fabric-drift.ts';
import { fabricSummary, findFabricId } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { prefetch } from '../../../../prefetch.ts';
import { searchParamsOf } from '../../../../search-params-of.ts';

type Props = PageProps<'/fabrics/[fabric]/drift'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Drift of ${decodeURIComponent((await params).fabric)}` };
}

export default async function Page({ params, searchParams }: Props) {
  const name = decodeURIComponent((await params).fabric);
  const fabricId = await read((tx) => findFabricId(tx, name));
  if (fabricId === null) notFound();
  const filter = parseDriftFilter(searchParamsOf(await searchParams));
  const state = await prefetch((client) => [
    client.query({ ...fabricQuery(fabricId), queryFn: () => read((tx) => fabricSummary(tx, fabricId)) }),
    client.infiniteQuery({
      ...fabricDriftQuery(fabricId, filter),
      queryFn: () => read((tx) => fabricDrift(tx, fabricId, filter, '')),
    }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <FabricDriftPage fabricId={fabricId} name={name} />
    </HydrationBoundary>
  );
}
