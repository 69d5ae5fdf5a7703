import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FabricPage } from '#components/fabric/fabric-page.tsx';
import { fabricQuery, facetsQuery, resourcesQuery } from '#lib/contract/queries.ts';
import { parseResourceFilter } from '#lib/contract/resource-filter.ts';
import { fabricSummary, findFabricId } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { resourceFacets, resourcePage } from '#lib/views/resource-page.ts';
import { prefetch } from '../../../prefetch.ts';
import { searchParamsOf } from '../../../search-params-of.ts';

type Props = PageProps<'/fabrics/[fabric]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).fabric) };
}

export default async function Page({ params, searchParams }: Props) {
  const name = decodeURIComponent((await params).fabric);
  const fabricId = await read((tx) => findFabricId(tx, name));
  if (fabricId === null) notFound();
  const filter = parseResourceFilter(searchParamsOf(await searchParams));
  const state = await prefetch((client) => [
    client.query({ ...fabricQuery(fabricId), queryFn: () => read((tx) => fabricSummary(tx, fabricId)) }),
    client.query({ ...facetsQuery(fabricId), queryFn: () => read((tx) => resourceFacets(tx, fabricId)) }),
    client.infiniteQuery({
      ...resourcesQuery(fabricId, filter),
      queryFn: () => read((tx) => resourcePage(tx, fabricId, filter, '')),
    }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <FabricPage fabricId={fabricId} name={name} />
    </HydrationBoundary>
  );
}
