import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ResourcePage } from '#components/resource/resource-page.tsx';
import { parseResourceSegments } from '#lib/contract/paths.ts';
import { resourceQuery, timelineQuery } from '#lib/contract/queries.ts';
import { findFabricId } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { resourceDetail, resourceExists } from '#lib/views/resource-detail.ts';
import { timeline } from '#lib/views/timeline.ts';
import { prefetch } from '../../../../../prefetch.ts';

type Props = PageProps<'/fabrics/[fabric]/resources/[...resource]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const resource = parseResourceSegments((await params).resource);
  return { title: resource === null ? 'Resource' : `${resource.kind}/${resource.name}` };
}

export default async function Page({ params }: Props) {
  const { fabric, resource: segments } = await params;
  const name = decodeURIComponent(fabric);
  const resource = parseResourceSegments(segments);
  const fabricId = await read((tx) => findFabricId(tx, name));
  if (fabricId === null || resource === null) notFound();
  if (!(await read((tx) => resourceExists(tx, fabricId, resource)))) notFound();
  const state = await prefetch((client) => [
    client.query({
      ...resourceQuery(fabricId, resource),
      queryFn: () => read((tx) => resourceDetail(tx, fabricId, resource)),
    }),
    client.infiniteQuery({
      ...timelineQuery(fabricId, resource, 'all'),
      queryFn: () => read((tx) => timeline(tx, fabricId, resource, '')),
    }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <ResourcePage fabricId={fabricId} fabric={name} resource={resource} />
    </HydrationBoundary>
  );
}
