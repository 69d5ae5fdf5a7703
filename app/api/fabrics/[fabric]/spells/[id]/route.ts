import { spellDetail } from '#lib/views/moment-detail.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../../../../answer.ts';
import { fabricIdOf } from '../../../../fabric-of.ts';

export const GET = (_request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/spells/[id]'>) =>
  answer(async () => {
    const { fabric, id } = await params;
    const fabricId = fabricIdOf(fabric);
    return read((tx) => spellDetail(tx, fabricId, id));
  });
