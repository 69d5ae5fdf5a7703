import { read } from '#lib/views/read.ts';
import { timeline } from '#lib/views/timeline.ts';
import { answer } from '../../../../answer.ts';
import { fabricIdOf, resourceOf } from '../../../../fabric-of.ts';

type Context = RouteContext<'/api/fabrics/[fabric]/timeline/[...resource]'>;

export const GET = (request: Request, { params }: Context) =>
  answer(async () => {
    const { fabric, resource } = await params;
    const fabricId = fabricIdOf(fabric);
    const after = new URL(request.url).searchParams.get('after') ?? '';
    return read((tx) => timeline(tx, fabricId, resourceOf(resource), after));
  });
