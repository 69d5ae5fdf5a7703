import { read } from '#lib/views/read.ts';
import { resourceDetail } from '#lib/views/resource-detail.ts';
import { answer } from '../../../../answer.ts';
import { fabricIdOf, resourceOf } from '../../../../fabric-of.ts';

type Context = RouteContext<'/api/fabrics/[fabric]/resources/[...resource]'>;

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const { fabric, resource } = await params;
    const fabricId = fabricIdOf(fabric);
    return read((tx) => resourceDetail(tx, fabricId, resourceOf(resource)));
  });
