import { TIMELINE_FILTERS } from '#lib/contract/timeline-filter.ts';
import { read } from '#lib/views/read.ts';
import { timeline } from '#lib/views/timeline.ts';
import { answer } from '../../../../answer.ts';
import { fabricIdOf, resourceOf } from '../../../../fabric-of.ts';

type Context = RouteContext<'/api/fabrics/[fabric]/timeline/[...resource]'>;

export const GET = (request: Request, { params }: Context) =>
  answer(async () => {
    const { fabric, resource } = await params;
    const fabricId = fabricIdOf(fabric);
    const { searchParams } = new URL(request.url);
    const filter = TIMELINE_FILTERS.find((one) => one === searchParams.get('only')) ?? 'all';
    const after = searchParams.get('after') ?? '';
    return read((tx) => timeline(tx, fabricId, resourceOf(resource), after, filter));
  });
