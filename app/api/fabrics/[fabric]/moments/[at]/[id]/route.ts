import { momentDetail } from '#lib/views/moment-detail.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../../../../../answer.ts';
import { fabricIdOf } from '../../../../../fabric-of.ts';

type Context = RouteContext<'/api/fabrics/[fabric]/moments/[at]/[id]'>;

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const { fabric, at, id } = await params;
    const fabricId = fabricIdOf(fabric);
    return read((tx) => momentDetail(tx, fabricId, decodeURIComponent(at), id));
  });
